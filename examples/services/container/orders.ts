// What a report says about orders; pure.

/** A finished report, as the API answers it. */
export interface Report {
  readonly id: string;
  readonly kind: string;
  readonly period: string;
  readonly orders: number;
  readonly totalCents: number;
}

/** Counts and adds up the orders of CSV files with the columns date, customer, cents (first line: headings). */
export function summarize(files: readonly string[]): Pick<Report, 'orders' | 'totalCents'> {
  const cents = files.flatMap((file, fileIndex) =>
    file
      .split('\n')
      .map((line, lineIndex) => ({ line: line.trim(), lineNumber: lineIndex + 1 }))
      .filter(({ line, lineNumber }) => lineNumber > 1 && line !== '')
      .map(({ line, lineNumber }) => {
        const amount = line.split(',')[2] ?? '';
        if (!/^-?\d+$/.test(amount)) {
          throw new Error(`File ${fileIndex + 1}, line ${lineNumber}: "${amount}" is not an amount in cents.`);
        }
        return Number(amount);
      }),
  );
  return { orders: cents.length, totalCents: cents.reduce((sum, amount) => sum + amount, 0) };
}

/** The months whose orders a report covers. */
export function monthsOf(period: string): string[] {
  return period.includes('-')
    ? [period]
    : Array.from({ length: 12 }, (_, index) => `${period}-${String(index + 1).padStart(2, '0')}`);
}
