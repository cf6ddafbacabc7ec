/** Shown by the runner as it comes, also when all goes well: how far a long proof is, and what it has proved in the end. */
export function tellProgress(text: string): void {
  process.stderr.write(`\n${text.replaceAll(/^/gm, '» ')}\n`)
}
