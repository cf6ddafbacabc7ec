import type { DesiredState, Hold, ServiceStatus, StaffHold } from '#app/provisioning/domain/service'
import { isUsable } from '#app/provisioning/domain/service'

/** What can be done to many services at once. `look` asks their panels how they are now. */
export const batchActions = ['hold', 'lift', 'boot', 'restart', 'shutdown', 'poweroff', 'look'] as const
export type BatchAction = (typeof batchActions)[number]

export const batchStatuses = ['running', 'done', 'stopped'] as const
export type BatchStatus = (typeof batchStatuses)[number]

/** How far it is with one of them, as staff read it. */
export const batchItemStates = [
  'waiting',
  'under_way',
  'stuck',
  'done',
  'failed',
  'skipped',
  'stopped',
] as const
export type BatchItemState = (typeof batchItemStates)[number]

/** Why nothing is done to one of them. */
export const batchRefusals = [
  'service_not_found',
  'service_ended',
  'hold_unchanged',
  'service_not_usable',
  'not_supported',
  'already_under_way',
  'no_server',
] as const
export type BatchRefusal = (typeof batchRefusals)[number]

export interface BatchWish {
  action: BatchAction
  /** Of the actions `hold` and `lift`. */
  hold: StaffHold | null
}

interface Chosen {
  status: ServiceStatus
  desired: DesiredState
  holds: readonly Hold[]
  hasServer: boolean
  canPower: boolean
  /** It is being switched already. */
  isSwitching: boolean
}

/** Why a wish is not carried out on one service as it is now; null when it is. What is done later asks the same again. */
export function refusalFor({ action, hold }: BatchWish, service: Chosen): BatchRefusal | null {
  switch (action) {
    case 'hold':
    case 'lift': {
      if (['terminating', 'terminated', 'failed'].includes(service.status)) return 'service_ended'
      const isHeld = hold !== null && service.holds.includes(hold)
      return isHeld === (action === 'hold') ? 'hold_unchanged' : null
    }
    case 'look':
      return service.hasServer ? null : 'no_server'
    default:
      if (!isUsable(service)) return 'service_not_usable'
      if (!service.canPower) return 'not_supported'
      return service.isSwitching ? 'already_under_way' : null
  }
}

/** Whether customers notice it at once and badly: it is asked about twice. */
export function hurts(action: BatchAction): boolean {
  return action === 'hold' || action === 'shutdown' || action === 'poweroff'
}
