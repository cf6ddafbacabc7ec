import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { actorKinds } from '#app/reporting/queries/newest_facts'

const instant = () => vine.string()
const calendarDay = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const moneyCount = () => vine.object({ count: vine.number(), money: money() })

export const overviewShape = vine.create({
  as_of: instant(),
  received_today: vine.array(moneyCount()),
  monthly_recurring: vine.array(moneyCount()),
  open: vine.array(moneyCount()),
  overdue: vine.array(moneyCount()),
  orders_today: vine.number(),
  services_by_status: vine.array(vine.object({ status: vine.string(), count: vine.number() })),
})

export const ledgerAccountsShape = vine.create({
  accounts: vine.array(
    vine.object({
      id: vine.string(),
      account: vine.string(),
      detail: vine.string().nullable(),
      kind: vine.string(),
      balance: money(),
    })
  ),
  customer_accounts: vine.array(
    vine.object({ account: vine.string(), kind: vine.string(), customers: vine.number(), balance: money() })
  ),
})

export const attentionShape = vine.create({
  kind: vine.string(),
  count: vine.number(),
  list: vine.string(),
  examples: vine.array(
    vine.object({
      id: vine.string().nullable(),
      label: vine.string(),
      at: instant().nullable(),
      /** Why it happened, in the words of whatever refused; null where its page says so. */
      reason: vine.string().nullable(),
      path: vine.string(),
    })
  ),
})

export const auditEntryShape = vine.create({
  id: vine.string(),
  type: vine.string(),
  subject_kind: vine.string(),
  subject_id: vine.string(),
  subject_path: vine.string().nullable(),
  /** What people call it: a number, a host name, a person; null where it has no name, or is gone. */
  subject_name: vine.string().nullable(),
  customer_id: vine.string().nullable(),
  customer_name: vine.string().nullable(),
  actor_kind: vine.string(),
  actor_id: vine.string().nullable(),
  actor_name: vine.string().nullable(),
  impersonator_id: vine.string().nullable(),
  impersonator_name: vine.string().nullable(),
  origin_ip: vine.string().nullable(),
  request_id: vine.string().nullable(),
  reason: vine.string().nullable(),
  changes: vine.array(
    vine.object({ field: vine.string(), from: vine.string().nullable(), to: vine.string().nullable() })
  ),
  cause: vine.string().nullable(),
  data: vine.object({}).allowUnknownProperties(),
  occurred_at: instant(),
})

export const auditQuery = vine.create({
  ...pageRules,
  type: vine
    .string()
    .regex(/^[a-z_.]{1,60}$/)
    .optional(),
  customer: vine.string().maxLength(40).optional(),
  actor: vine.string().maxLength(40).optional(),
  actor_kind: vine.enum(actorKinds).optional(),
  impersonator: vine.string().maxLength(40).optional(),
  subject: vine.string().maxLength(40).optional(),
  ip: vine.string().ipAddress().optional(),
  from: calendarDay().optional(),
  to: calendarDay().optional(),
  q: vine.string().trim().maxLength(254).optional(),
})

export const auditStandingShape = vine.create({
  keep_months: vine.number().nullable(),
  seal: vine
    .object({
      number: vine.string(),
      hash: vine.string(),
      sealed_at: instant(),
      last_event_id: vine.string(),
    })
    .nullable(),
  shipment: vine
    .object({
      number: vine.string(),
      shipped_at: instant().nullable(),
      error: vine.string().nullable(),
    })
    .nullable(),
})

export const auditRetention = vine.create({
  keep_months: vine.number().withoutDecimals().min(12).max(600).nullable(),
})

export const jobsQuery = vine.create({
  state: vine.enum(['open', 'failed', 'completed'] as const).optional(),
})

export const jobsShape = vine.create({
  queues: vine.array(
    vine.object({
      queue: vine.string(),
      ready: vine.number(),
      active: vine.number(),
      retrying: vine.number(),
      failed: vine.number(),
      oldest_seconds: vine.number(),
    })
  ),
  jobs: vine.array(
    vine.object({
      id: vine.string(),
      queue: vine.string(),
      job: vine.string(),
      state: vine.string(),
      retry_count: vine.number(),
      retry_limit: vine.number(),
      created_at: instant(),
      start_after: instant(),
      started_at: instant().nullable(),
      completed_at: instant().nullable(),
      error: vine.string().nullable(),
    })
  ),
  sweeps: vine.array(
    vine.object({
      sweep: vine.string(),
      last_started_at: instant().nullable(),
      last_duration_ms: vine.number().nullable(),
      last_count: vine.number().nullable(),
      last_error: vine.string().nullable(),
    })
  ),
  dead_reactions: vine.array(
    vine.object({
      event_id: vine.string(),
      reaction: vine.string(),
      attempts: vine.number(),
      last_error: vine.string().nullable(),
    })
  ),
})

export const clockShape = vine.create({
  now: instant(),
  time_zone: vine.string(),
  move: vine
    .object({
      id: vine.string(),
      from_at: instant(),
      reached_at: instant(),
      to_at: instant(),
      status: vine.enum(['moving', 'done', 'failed'] as const),
      error: vine.string().nullable(),
    })
    .nullable(),
})
