import type { OperationKind } from '#app/provisioning/domain/operation'
import { failuresMax, pauseAfterFailureMs, waitsForPanelMs } from '#app/provisioning/domain/retry'

export type FailureType = 'refused' | 'retry_later' | 'misconfigured' | 'unknown' | 'gone'

export interface StepFailure {
  type: FailureType
  message: string
  afterMs?: number
  /** Only a person can mend it, over there, and it is worth waiting for them. */
  isForStaff?: boolean
}

export type NextMove =
  /** Tried again after a pause. An obstacle is told to staff; a hiccup is not. */
  { type: 'try_again'; afterMs: number; isObstacle: boolean } | { type: 'give_up' }

interface Situation {
  kind: OperationKind
  /** Failures in a row, with this one. */
  failures: number
  /** Since the step was first tried, of the real world. */
  ageMs: number
  /** The operation already gave up and only removes what it made. */
  isCleanUp: boolean
}

const hiccups = 2

/**
 * What follows a step that failed. What must happen (suspend, resume, terminate, clean-up) is tried for as long as it takes;
 * what somebody asked for is given up after a while, and at once when the panel refuses. A panel that does not answer is waited for.
 */
export function afterFailure(
  failure: StepFailure,
  { kind, failures, ageMs, isCleanUp }: Situation
): NextMove {
  const limit = isCleanUp ? null : failuresMax(kind)
  if (failure.type === 'gone' && !isCleanUp) return { type: 'give_up' }
  if (failure.type === 'refused' && limit !== null) return { type: 'give_up' }
  const isPatient = failure.type === 'retry_later' || failure.type === 'unknown' || failure.isForStaff
  const mayWait = isPatient && ageMs < waitsForPanelMs(kind)
  if (limit !== null && failures >= limit && !mayWait) return { type: 'give_up' }
  return {
    type: 'try_again',
    afterMs: Math.max(failure.afterMs ?? 0, pauseAfterFailureMs(failures)),
    isObstacle: failure.type === 'misconfigured' || failure.type === 'refused' || failures > hiccups,
  }
}
