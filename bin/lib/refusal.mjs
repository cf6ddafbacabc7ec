/**
 * A reason not to go on that a person can act on: one clear sentence, no stack trace.
 * Everything under bin/ throws this for what an operator can put right; anything else that
 * is thrown is a defect of ours and keeps its stack.
 */
export class Refusal extends Error {
  /** @param {string} sentence */
  constructor(sentence) {
    super(sentence)
    this.name = 'Refusal'
  }
}

/**
 * Says whether an error (or a text a program printed) means that a disk is full.
 * @param {unknown} problem
 */
export function meansFullDisk(problem) {
  const code = problem && typeof problem === 'object' && 'code' in problem ? String(problem.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return true
  const text = problem instanceof Error ? problem.message : String(problem)
  return /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i.test(text)
}

/**
 * Turns whatever was thrown into the sentence for the terminal; unknown errors keep their stack.
 * @param {unknown} error
 */
export function sentenceFor(error) {
  if (error instanceof Refusal) return error.message
  if (meansFullDisk(error))
    return 'The disk is full: free some space and start again; nothing that was saved is lost.'
  if (error instanceof Error) return error.stack ?? error.message
  return String(error)
}

/**
 * Runs an entrance under bin/: its result is the exit code, a refusal is one sentence and exit code 1.
 * @param {() => Promise<number>} main
 */
export async function runEntrance(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.stderr.write(`${sentenceFor(error)}\n`)
    process.exitCode = 1
  }
}
