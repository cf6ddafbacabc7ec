/** What staff of a simulated company agree with some customers. The auditor reads it as a contract: it is written down once. */

/** After how many days the services of unpaid invoices stop, and end. */
export interface DunningTerms {
  code: string
  name: string
  suspensionDays: number
  terminationDays: number
  collectionDays: number[]
}

/** For whoever is in no group: the platform's defaults. */
export const everybody = { suspensionDays: 5, terminationDays: 30 }

export const dunnedGroups: DunningTerms[] = [
  {
    code: 'patient',
    name: 'Patient with',
    suspensionDays: 9,
    terminationDays: 40,
    collectionDays: [0, 2, 6, 8],
  },
  { code: 'strict', name: 'Strict with', suspensionDays: 2, terminationDays: 12, collectionDays: [0, 1] },
]
