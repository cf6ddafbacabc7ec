import env from '#start/env'
import { err, ok, type Result } from '#app/shared/result'

/** Where the log is kept besides: the operator's collector takes lines of JSON over HTTPS. */
export interface AuditCollector {
  url: string
  token: string | null
}

const timeoutMs = 20_000

/** @returns null where the operator named none */
export function findCollector(): AuditCollector | null {
  const url = env.get('AUDIT_COLLECTOR_URL', '')
  return url ? { url, token: env.get('AUDIT_COLLECTOR_TOKEN')?.release() || null } : null
}

/**
 * Hands over lines of JSON (NDJSON), as Vector, Fluent Bit, Splunk and Elasticsearch's collectors take them. Only an answer of 2xx means that they
 * were taken: everything else, and none, is tried again with the same key.
 */
export async function handOver(
  collector: AuditCollector,
  { lines, key }: { lines: object[]; key: string }
): Promise<Result<void, string>> {
  try {
    const answer = await fetch(collector.url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/x-ndjson',
        'idempotency-key': key,
        ...(collector.token ? { authorization: `Bearer ${collector.token}` } : {}),
      },
      body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    })
    await answer.body?.cancel()
    return answer.ok ? ok() : err(`It answered ${answer.status}.`)
  } catch (error) {
    return err(reasonOf(error))
  }
}

/** For every tenant's staff to read, so that nothing of the address is in it: a code at most (`ECONNREFUSED`, `CERT_HAS_EXPIRED`). */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'It did not answer in time.'
  const cause = error instanceof Error ? error.cause : null
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `It could not be reached${code}.`
}
