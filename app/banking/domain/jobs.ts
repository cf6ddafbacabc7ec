import { job } from '#app/shared/jobs/job'

/** Looks at movements that a file has just told of. */
export const matchMovements = job<{ statementId: string }>('banking.match_movements', 'normal')
