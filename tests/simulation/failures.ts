import PlatformExceptionHandler from '#app/shared/http/exception_handler'
import { ProcessDied } from '#tests/simulation/process_life'

/**
 * Why the application answered 500, which its log would say: whoever reads of a run that broke down needs it, and the same seed
 * among a crowd need not come there again.
 */
export function watchFailures(): { last: () => string } {
  let last = ''
  const report = PlatformExceptionHandler.prototype.report
  PlatformExceptionHandler.prototype.report = async function (error, ctx) {
    if (isOurs(error)) last = `${error.stack}\n${detailOf(error)}`
    return report.call(this, error, ctx)
  }
  return { last: () => last }
}

/** Neither a refusal nor a death that was meant. */
function isOurs(error: unknown): error is Error {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
  return error instanceof Error && !(error instanceof ProcessDied) && status >= 500
}

/** What PostgreSQL says besides. */
function detailOf(error: Error): string {
  const { code, detail, constraint, where } = error as unknown as Record<string, unknown>
  return [code, detail, constraint, where].filter((part) => typeof part === 'string').join(' · ')
}
