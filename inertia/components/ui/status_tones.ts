export type Tone = 'success' | 'info' | 'warning' | 'error' | 'neutral'

/** How each state looks. Colour is never the only sign: the word stands beside it. */
const tones: Record<string, Tone> = {
  active: 'success',
  running: 'success',
  paid: 'success',
  converted: 'success',
  succeeded: 'success',
  completed: 'success',
  done: 'success',
  accepted: 'success',
  healthy: 'success',
  delivered: 'success',
  sent: 'success',
  authorised: 'info',
  provisioning: 'info',
  processing: 'info',
  reserving: 'info',
  running_step: 'info',
  in_transit: 'info',
  matched: 'success',
  unmatched: 'warning',
  queued: 'info',
  pending: 'info',
  open: 'info',
  created: 'info',
  trialing: 'info',
  claimed: 'info',
  awaiting_payment: 'warning',
  action_required: 'warning',
  past_due: 'warning',
  overdue: 'warning',
  suspended: 'warning',
  waiting: 'warning',
  unknown: 'warning',
  cancelling: 'warning',
  terminating: 'warning',
  degraded: 'warning',
  failed: 'error',
  declined: 'error',
  uncollectible: 'error',
  dead: 'error',
  down: 'error',
}

export function toneOf(status: string): Tone {
  return tones[status] ?? 'neutral'
}
