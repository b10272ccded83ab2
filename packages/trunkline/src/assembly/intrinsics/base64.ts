// Fn::Base64: text, encoded.
import { Buffer } from 'node:buffer';
import { textItem, type Intrinsic } from './context.js';

/** Resolves `{"Fn::Base64": string}`. */
export const base64: Intrinsic = (argument, context, path) =>
  Buffer.from(textItem('Fn::Base64', argument, context, path, 'the value'), 'utf8').toString('base64');
