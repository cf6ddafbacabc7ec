import { type ChannelSubscription, hearChannel, tellChannel } from '#app/shared/database/channel'
import type { QueueName } from '#app/shared/jobs/job'

const channel = 'waiting_jobs'

const state = {
  /** Queues in which something was put and of which nobody was told yet. */
  untold: new Set<QueueName>(),
  isTelling: false,
  isSilent: true,
}

/**
 * From now on this process tells workers about what it queues. Tests run their jobs by hand.
 * @returns what to call to be silent again
 */
export function announceWaitingJobs(): () => void {
  state.isSilent = false
  return () => {
    state.isSilent = true
  }
}

/**
 * Tells workers that jobs lie in a queue, so that none has to wait until the next look. After the commit and by itself: a notice
 * within the transaction would make every commit wait for the one before (PostgreSQL hands notices out in order of commits). It is
 * a hint: who misses it finds the job half a second later. However many jobs are queued, one notice at a time is under way.
 */
export function tellOfWaitingJobs(queue: QueueName): void {
  if (state.isSilent) return
  state.untold.add(queue)
  if (!state.isTelling) void tellAll()
}

async function tellAll(): Promise<void> {
  state.isTelling = true
  try {
    while (state.untold.size > 0) {
      const queues = [...state.untold]
      state.untold.clear()
      await tellChannel(channel, queues.join(' '))
    }
  } catch {
    // The database is away: workers look by themselves as soon as it is back.
    state.untold.clear()
  } finally {
    state.isTelling = false
  }
}

/** @param onQueue something lies in this queue */
export function hearOfWaitingJobs(onQueue: (queue: QueueName) => void): ChannelSubscription {
  return hearChannel(channel, {
    onText: (text) => {
      for (const queue of text.split(' ')) onQueue(queue as QueueName)
    },
  })
}
