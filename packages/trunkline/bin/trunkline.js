#!/usr/bin/env node
import './short-lived.js';
import '../dist/trunkline.js';
