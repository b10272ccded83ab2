// Colour, where the reader's terminal wants it.
import { styleText } from 'node:util';

/** The colours that a report uses. */
export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Paints a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** A painter for a terminal, or one that paints nothing. */
export function painter(colours: boolean): Paint {
  return (colour, text) => (colours ? styleText(colour, text, { validateStream: false }) : text);
}

/** Takes control characters out of a text of unknown origin, so that it cannot steer a terminal. */
export function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
