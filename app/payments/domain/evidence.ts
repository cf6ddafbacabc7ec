import { err, ok, type Result } from '#app/shared/result'
import type { Evidence } from '#app/payments/domain/dispute'

export type EvidenceProblem = {
  field: 'customerName' | 'customerEmail' | 'productDescription' | 'statement'
  type: 'missing'
}

/** One text; more is not read by banks. */
export const evidenceTextMax = 20_000
/** Per file and for all together: gateways take about five megabytes. */
export const evidenceFileBytesMax = 2_000_000
export const evidenceBytesMax = 4_500_000
export const evidenceFilesMax = 10

const needed = ['customerName', 'customerEmail', 'productDescription', 'statement'] as const

/** What is missing before evidence can be handed in. */
export function findEvidenceProblems(evidence: Evidence | null): EvidenceProblem[] {
  return needed
    .filter((field) => (evidence?.[field] ?? '').trim() === '')
    .map((field) => ({ field, type: 'missing' }))
}

export type EvidenceFileProblem =
  'file_empty' | 'file_too_large' | 'file_type' | 'files_too_many' | 'files_too_large'

/** Whether a file can go with the others. @param file its size, and what it is by its content; @param there what goes with it already */
export function refuseEvidenceFile(
  file: { bytes: number; mediaType: string | null },
  there: readonly { bytes: number }[]
): Result<string, EvidenceFileProblem> {
  if (file.bytes === 0) return err('file_empty')
  if (file.bytes > evidenceFileBytesMax) return err('file_too_large')
  if (there.length >= evidenceFilesMax) return err('files_too_many')
  if (there.reduce((all, { bytes }) => all + bytes, file.bytes) > evidenceBytesMax)
    return err('files_too_large')
  return file.mediaType ? ok(file.mediaType) : err('file_type')
}
