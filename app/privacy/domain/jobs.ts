import { job } from '#app/shared/jobs/job'

/** Collects everything of a customer into one file. */
export const makeExport = job<{ exportId: string }>('privacy.make_export', 'low')
