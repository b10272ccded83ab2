#!/usr/bin/env node
import '../dist/trunkline.js';
