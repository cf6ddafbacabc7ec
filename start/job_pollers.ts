import type { PgBoss, WorkOptions } from 'pg-boss'
import { bulkPriority, type QueueName, type QueuedJob } from '#app/shared/jobs/job'

/** A poller takes two jobs at a time: one that hangs delays one neighbour and nobody else, and a full pair asks for more at once. */
const batchSize = 2

export interface TakenJob {
  id: string
  data: QueuedJob
}
/** What became of a job. */
export type SettledJob =
  { id: string; status: 'completed' } | { id: string; status: 'failed'; output: { message: string } }

export interface PollerSettings {
  queue: QueueName
  count: number
  settle: (job: TakenJob) => Promise<SettledJob>
}

/**
 * Those who take jobs from one queue in this process. Each looks by itself every half second; whoever is woken looks at once. One is
 * woken at a time, and one that finds work wakes another: so a single job costs two looks and not one for each poller.
 */
export class JobPollers {
  private workerIds: string[] = []
  private busy = new Set<number>()
  private isMoreWaiting = false

  private constructor(
    private boss: PgBoss,
    private settings: PollerSettings
  ) {}

  static async open(boss: PgBoss, settings: PollerSettings): Promise<JobPollers> {
    const pollers = new JobPollers(boss, settings)
    for (let place = 0; place < settings.count; place += 1) await pollers.add(place)
    return pollers
  }

  /** Something lies in the queue. */
  wake(): void {
    const idle = this.workerIds.findIndex((_, place) => !this.busy.has(place))
    if (idle >= 0) this.boss.notifyWorker(this.workerIds[idle]!)
    // What waits may be bulk work, which the one that is kept free leaves lying.
    if (idle < 0 || this.isKeptFree(idle)) this.isMoreWaiting = true
  }

  private async add(place: number): Promise<void> {
    this.workerIds[place] = await this.boss.work<QueuedJob, unknown, WorkOptions & { perJobResults: true }>(
      this.settings.queue,
      {
        batchSize,
        burstWhenBatchFull: true,
        perJobResults: true,
        pollingIntervalSeconds: 0.5,
        ...(this.isKeptFree(place) && { minPriority: bulkPriority + 1 }),
      },
      (jobs) => this.take(place, jobs)
    )
  }

  /** The last of several never takes bulk work: who pays at this moment does not wait for the end of a batch. */
  private isKeptFree(place: number): boolean {
    return place > 0 && place === this.settings.count - 1
  }

  private async take(place: number, jobs: TakenJob[]): Promise<SettledJob[]> {
    this.busy.add(place)
    this.wake()
    try {
      return await Promise.all(jobs.map((job) => this.settings.settle(job)))
    } finally {
      this.busy.delete(place)
      if (this.isMoreWaiting) {
        this.isMoreWaiting = false
        this.wake()
      }
    }
  }
}
