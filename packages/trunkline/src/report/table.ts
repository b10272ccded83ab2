// Rows of text in aligned columns.
import type { Paint, Colour } from './paint.js';

/** One cell; painted after it was aligned. */
export interface Cell {
  readonly text: string;
  readonly colour?: Colour;
}

/** Aligns all columns but the last to their widest cell. */
export function renderTable(rows: readonly (readonly Cell[])[], paint: Paint, indent = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.text.length);
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const text = column === row.length - 1 ? cell.text : cell.text.padEnd(widths[column] ?? 0);
      return cell.colour ? paint(cell.colour, text) : text;
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
