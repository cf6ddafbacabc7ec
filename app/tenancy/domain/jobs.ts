import { job } from '#app/shared/jobs/job'

export const moveClock = job<{ clockMoveId: string }>('tenancy.move_clock', 'low')
