import type { Evidence } from '#app/payments/domain/dispute'

export type EvidenceProblem = {
  field: 'customerName' | 'customerEmail' | 'productDescription' | 'statement'
  type: 'missing'
}

/** All texts together; more is not read by banks. */
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
