import type { OperationKind } from '#app/provisioning/domain/operation'

const failurePausesSeconds = [2, 5, 10, 20, 40, 60, 120, 300, 600]
const pollPausesSeconds = [0.5, 1, 2, 3, 5]

/** How long nothing is tried after the n-th failure in a row (from 1): quick at first, polite to a panel that stays away. */
export function pauseAfterFailureMs(failures: number): number {
  const index = Math.min(Math.max(failures, 1), failurePausesSeconds.length) - 1
  return failurePausesSeconds[index]! * 1000
}

/** How long until work under way is looked at again: a build of a minute is not asked about sixty times. */
export function pauseBetweenPollsMs(polls: number): number {
  if (polls > 20) return 10_000
  const index = Math.min(Math.max(polls, 1), pollPausesSeconds.length) - 1
  return pollPausesSeconds[index]! * 1000
}

/** How often work that waits for a person is looked at by itself: its order may have been called off. */
export const pauseWhileUndecidedMs = 10 * 60_000

/** After this long a step that only waits counts as failed once more (a build that never ends). */
export const pollingMsMax = 30 * 60_000

/** Failures in a row after which an operation gives up; null when it must happen however long it takes. */
export function failuresMax(kind: OperationKind): number | null {
  switch (kind) {
    case 'suspend':
    case 'resume':
    case 'terminate':
      return null
    case 'create':
      return 9
    case 'power':
    case 'resize':
    case 'rebuild':
    case 'reset_password':
      return 5
  }
}

const [minuteMs, hourMs] = [60_000, 3_600_000]

/**
 * How long what somebody asked for waits for a panel that does not answer, however often it was tried. A dead panel is no reason to fail what
 * will work once it is back; but a machine that is switched on hours later is a surprise, and money is not held for ever.
 */
export function waitsForPanelMs(kind: OperationKind): number {
  switch (kind) {
    case 'create':
      return 12 * hourMs
    case 'resize':
      return 24 * hourMs
    case 'power':
      return 15 * minuteMs
    case 'rebuild':
    case 'reset_password':
      return 2 * hourMs
    case 'suspend':
    case 'resume':
    case 'terminate':
      return Infinity
  }
}

/** Clean-up never gives up, but after this many failures the customer is told without waiting for it. */
export const cleanUpFailuresBeforeReport = 5

/** How long after a creation without an answer the panel may still make the server, unless the panel's settings say otherwise. */
export const lostAfterMsDefault = 90_000

/** A creation that was lost is looked for this often at least, with a pause between, before it counts as never made. */
const looksForLostServer = 2

/**
 * Whether a server whose creation was never answered may still appear. A second creation while the first is under way would
 * make two servers, so a panel that is slow to act is given time, however often it was asked.
 */
export function mayStillAppear(
  creation: { isLost: boolean; triedAt: Date | null },
  { looks, now, lostAfterMs }: { looks: number; now: Date; lostAfterMs: number }
): boolean {
  if (!creation.isLost) return false
  const waitedMs = creation.triedAt ? now.getTime() - creation.triedAt.getTime() : Infinity
  return looks < looksForLostServer || waitedMs < lostAfterMs
}

/** Longest time one step may take: after it another worker may go on. Longer than any deadline of a call. */
export const leaseMs = 180_000
