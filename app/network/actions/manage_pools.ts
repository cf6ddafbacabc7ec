import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { type EventKind, fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { contains } from '#app/network/domain/addresses'
import { type Pool, type PoolFault, type PoolWish, readPool } from '#app/network/domain/pools'
import { addressPoolChanged, addressPoolOpened, addressPoolRemoved } from '#app/network/events'
import {
  deletePool,
  findPool,
  insertPool,
  listPoolRows,
  takeIntoPool,
  updatePool,
} from '#app/network/records/address_pools'
import { listDatacenters } from '#app/network/records/datacenters'

export type PoolError =
  | PoolFault
  | { type: 'pool_not_found' }
  | { type: 'datacenter_not_found' }
  | { type: 'pools_overlap'; name: string; network: string }

/** The networks that addresses are given from. */
@inject()
export class ManagePools {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** Addresses in it that are held already belong to it at once. */
  open(wish: PoolWish): Promise<Result<Pool, PoolError>> {
    return inTransaction(async () => {
      const read = readPool(wish)
      if (!read.ok) return read
      if (!(await isPlace(wish.datacenterId))) return err({ type: 'datacenter_not_found' })
      const { network } = read.value
      const other = (await listPoolRows()).find((pool) => overlap(pool.network, network))
      if (other) return err({ type: 'pools_overlap', name: other.name, network: other.network })
      const pool = { ...read.value, id: newId(), createdAt: this.clock.now() }
      await insertPool(pool)
      await takeIntoPool(pool)
      await this.tell(addressPoolOpened, pool)
      return ok(pool)
    })
  }

  /** Its network stays: another network is another pool. */
  change(id: string, wish: Omit<PoolWish, 'network'>): Promise<Result<Pool, PoolError>> {
    return inTransaction(async () => {
      const present = await findPool(id)
      if (!present) return err({ type: 'pool_not_found' })
      const read = readPool({ ...wish, network: present.network })
      if (!read.ok) return read
      if (!(await isPlace(wish.datacenterId))) return err({ type: 'datacenter_not_found' })
      const pool = { ...present, ...read.value }
      await updatePool(id, pool)
      await this.tell(addressPoolChanged, pool)
      return ok(pool)
    })
  }

  remove(id: string): Promise<Result<void, PoolError>> {
    return inTransaction(async () => {
      const present = await findPool(id)
      if (!present) return err({ type: 'pool_not_found' })
      await deletePool(id)
      await this.tell(addressPoolRemoved, present)
      return ok()
    })
  }

  private tell(kind: EventKind<{ poolId: string; network: string }>, { id, network }: Pool): Promise<void> {
    return this.events.record([fact(kind, { kind: 'address_pool', id }, { data: { poolId: id, network } })])
  }
}

async function isPlace(datacenterId: string): Promise<boolean> {
  return (await listDatacenters()).some(({ id }) => id === datacenterId)
}

function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a)
}
