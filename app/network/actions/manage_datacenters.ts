import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { Datacenter } from '#app/network/domain/pools'
import { datacenterChanged } from '#app/network/events'
import {
  deleteDatacenter,
  insertDatacenter,
  isDatacenterUsed,
  lockDatacenter,
  updateDatacenter,
} from '#app/network/records/datacenters'

export type DatacenterWish = Pick<Datacenter, 'code' | 'name' | 'city' | 'country'>
export type DatacenterError =
  { type: 'datacenter_not_found' } | { type: 'code_taken' } | { type: 'datacenter_used' }

/** The places where servers stand. */
@inject()
export class ManageDatacenters {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  add(wish: DatacenterWish): Promise<Result<Datacenter, DatacenterError>> {
    return inTransaction(async () => {
      const datacenter = { ...wish, id: newId(), createdAt: this.clock.now() }
      if (!(await insertDatacenter(datacenter))) return err({ type: 'code_taken' })
      await this.tell(datacenter)
      return ok(datacenter)
    })
  }

  /** The code stays: other systems know the place by it. */
  change(id: string, wish: Omit<DatacenterWish, 'code'>): Promise<Result<Datacenter, DatacenterError>> {
    return inTransaction(async () => {
      const present = await lockDatacenter(id)
      if (!present) return err({ type: 'datacenter_not_found' })
      await updateDatacenter(id, wish)
      await this.tell(present)
      return ok({ ...present, ...wish })
    })
  }

  remove(id: string): Promise<Result<void, DatacenterError>> {
    return inTransaction(async () => {
      const present = await lockDatacenter(id)
      if (!present) return err({ type: 'datacenter_not_found' })
      if (await isDatacenterUsed(id)) return err({ type: 'datacenter_used' })
      await deleteDatacenter(id)
      await this.tell(present)
      return ok()
    })
  }

  private tell({ id, code }: Datacenter): Promise<void> {
    const data = { datacenterId: id, code }
    return this.events.record([fact(datacenterChanged, { kind: 'datacenter', id }, { data })])
  }
}
