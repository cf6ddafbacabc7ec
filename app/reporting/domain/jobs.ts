import { job } from '#app/shared/jobs/job'

/** Writes down what our records know against a dispute. */
export const prepareEvidence = job<{ disputeId: string }>('reporting.prepare_evidence', 'normal')
