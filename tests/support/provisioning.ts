import { setTimeout as pause } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import type { ConfiguredItem, VpsSpec } from '#app/catalogue/index'
import { ConnectPanel } from '#app/provisioning/actions/connect_panel'
import { CreateService } from '#app/provisioning/actions/create_service'
import { findService, type ServiceRow } from '#app/provisioning/records/services'
import { moving, settleOnly, shortenPauses } from '#tests/support/settle'
import { as } from '#tests/support/tenants'

export const sandboxPanelToken = 'sandbox-virtfusion-token'

/** Connects a panel of the sandbox; calls are given up quickly so that lost answers do not make tests slow. */
export async function connectPanel(
  tenant: Tenant,
  sandboxUrl: string,
  { code = 'fra', token = sandboxPanelToken, callTimeoutMs = 1_000, mayNameBack = false } = {}
): Promise<string> {
  const connect = await app.container.make(ConnectPanel)
  const result = await as(tenant, () =>
    connect.execute({
      driver: 'virtfusion',
      code,
      name: `Panel ${code}`,
      location: code,
      baseUrl: `${sandboxUrl}/virtfusion/${code}/api/v1`,
      token,
      config: { callTimeoutMs, lostAfterMs: 3 * callTimeoutMs, backupPlan: 1, reverseNames: mayNameBack },
      maxConcurrentCalls: 8,
    })
  )
  if (!result.ok) throw new Error(result.error.type)
  return result.value.id
}

/** A plan of VPS as the demo sells it. */
export async function addPlan(
  tenant: Tenant,
  { stockLimit = null as number | null, size = 'M' as 'M' | 'L' } = {}
): Promise<string> {
  const [productId, planId] = [newId(), newId()]
  const factor = size === 'L' ? 2 : 1
  await as(tenant, () =>
    inTransaction(async () => {
      const created_at = '2026-01-01T00:00:00Z'
      await db
        .insertInto('products')
        .values({
          id: productId,
          slug: `vps-${planId.slice(-6)}`,
          kind: 'vps',
          name: 'VPS',
          status: 'active',
          created_at,
        })
        .execute()
      await db
        .insertInto('plans')
        .values({
          id: planId,
          product_id: productId,
          slug: 'vps-m',
          name: 'VPS 4 GB',
          spec: JSON.stringify({
            cpuCores: 2 * factor,
            memoryMb: 4096 * factor,
            storageGb: 80 * factor,
            trafficGb: 20_000,
            networkMbps: 1000,
          }),
          panel_driver: 'virtfusion',
          panel_package: JSON.stringify({ package: `VPS ${size}` }),
          status: 'active',
          stock_limit: stockLimit,
          created_at,
        })
        .execute()
    })
  )
  return planId
}

export interface OrderOptions {
  customerId: string
  planId: string
  lines?: number
  location?: string | null
  spec?: Partial<VpsSpec>
  /** What was configured, from a real catalogue. */
  content?: ConfiguredItem
}

/** An order of servers that waits for its capacity. */
export async function addOrder(
  tenant: Tenant,
  options: OrderOptions
): Promise<{ orderId: string; lineIds: string[] }> {
  const { customerId, planId, lines = 1 } = options
  const [orderId, quoteId] = [newId(), newId()]
  const lineIds = Array.from({ length: lines }, () => newId())
  await as(tenant, () =>
    inTransaction(async () => {
      const at = '2026-03-01T09:00:00Z'
      const money = { subtotal: 1000n, tax_total: 0n, total: 1000n }
      const quote = {
        id: quoteId,
        customer_id: customerId,
        currency: 'EUR',
        catalogue_version: 1n,
        content: '{}',
      }
      await db
        .insertInto('quotes')
        .values({ ...quote, ...money, created_at: at, expires_at: at })
        .execute()
      const { count } = await db
        .selectFrom('orders')
        .select((eb) => eb.fn.countAll<bigint>().as('count'))
        .executeTakeFirstOrThrow()
      await db
        .insertInto('orders')
        .values({
          id: orderId,
          number: BigInt(count) + 1n,
          customer_id: customerId,
          quote_id: quoteId,
          status: 'reserving',
          currency: 'EUR',
          total: 1000n,
          terms_accepted_at: at,
          created_at: at,
        })
        .execute()
      for (const [position, id] of lineIds.entries()) {
        const content = JSON.stringify(options.content ?? item(options, position))
        await db
          .insertInto('order_lines')
          .values({ id, order_id: orderId, position, plan_id: planId, content, total: 1000n })
          .execute()
      }
    })
  )
  return { orderId, lineIds }
}

/** What an accepted order leads to: a subscription, and its service on the way. */
export async function addService(tenant: Tenant, options: OrderOptions): Promise<ServiceRow> {
  const { lineIds, orderId } = await addOrder(tenant, options)
  const subscriptionId = newId()
  return as(tenant, () =>
    inTransaction(async () => {
      await db.updateTable('orders').set({ status: 'provisioning' }).where('id', '=', orderId).execute()
      await db
        .insertInto('subscriptions')
        .values({
          id: subscriptionId,
          customer_id: options.customerId,
          order_line_id: lineIds[0]!,
          plan_id: options.planId,
          status: 'pending',
          currency: 'EUR',
          interval_unit: 'month',
          interval_count: 1,
          recurring_amount: 1000n,
          created_at: '2026-03-01T09:00:00Z',
        })
        .execute()
      const create = await app.container.make(CreateService)
      return (await findService(await create.execute({ subscriptionId })))!
    })
  )
}

export function serviceOf(tenant: Tenant, id: string): Promise<ServiceRow> {
  return as(tenant, () => inReadTransaction(async () => (await findService(id))!))
}

/** Runs work and waits through the pauses of operations, which are made shorter, until none of the tenant is open. */
export function settleOperations(tenant: Tenant): Promise<void> {
  return workUntil(tenant, (open) => open.length === 0)
}

/** The same, until one of them waits for what it cannot get by itself: an obstacle that staff are told of. */
export function workUntilOneWaits(tenant: Tenant): Promise<void> {
  return workUntil(tenant, (open) => open.some(({ status }) => status === 'waiting'))
}

/** Patient with a busy machine: only what hangs takes this long. */
async function workUntil(tenant: Tenant, isReached: (open: OpenOperation[]) => boolean): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    await settleOnly(tenant, moving)
    const open = await openOperationsOf(tenant)
    if (isReached(open)) return
    if (Date.now() > deadline) throw new Error(`Operations did not come so far: ${JSON.stringify(open)}`)
    await pause(60)
    await shortenPauses(tenant, 300)
  }
}

type OpenOperation = Awaited<ReturnType<typeof openOperationsOf>>[number]

function openOperationsOf(tenant: Tenant) {
  return as(tenant, () =>
    inReadTransaction(() =>
      db
        .selectFrom('operations')
        .select(['id', 'kind', 'status'])
        .where('status', 'in', ['queued', 'running', 'waiting'])
        .execute()
    )
  )
}

function item({ planId, location = 'fra', spec = {} }: OrderOptions, position: number): ConfiguredItem {
  return {
    planId,
    productId: planId,
    productKind: 'vps',
    productName: 'VPS',
    planName: 'VPS 4 GB',
    panelDriver: 'virtfusion',
    panelPackage: { package: 'VPS M' },
    intervalUnit: 'month',
    intervalCount: 1,
    currency: 'EUR',
    hostname: `web${position + 1}.example.test`,
    options: {},
    choices: [],
    spec: {
      cpuCores: 2,
      memoryMb: 4096,
      storageGb: 80,
      trafficGb: 20_000,
      networkMbps: 1000,
      package: 'VPS M',
      template: 'Debian 13',
      location,
      ipv4Count: 1,
      backups: false,
      ...spec,
    },
    parts: [],
  }
}
