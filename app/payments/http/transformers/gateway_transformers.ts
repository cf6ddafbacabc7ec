import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { PaymentDriver } from '#app/payments/drivers/contract'
import { remoteCallFields, showRemoteCall } from '#app/payments/http/transformers/remote_call_transformers'
import { messageFields, showInboxMessage } from '#app/payments/http/transformers/inbox_transformers'
import type { GatewayFile } from '#app/payments/queries/find_gateway_file'
import type { GatewayOverview } from '#app/payments/queries/list_gateways'

const text = () => vine.string().nullable()

export function showGateway(gateway: GatewayOverview) {
  const { capabilities, settlement, account, webhook } = gateway
  return {
    id: showId('gateway', gateway.id),
    driver: gateway.driver,
    name: gateway.name,
    status: gateway.status,
    health: healthOf(gateway),
    is_live: gateway.isLive,
    capabilities: {
      delayed_capture: capabilities.delayedCapture,
      partial_capture: capabilities.partialCapture,
      saved_methods: capabilities.savedMethods,
      refunds: capabilities.refunds,
      disputes: capabilities.disputes,
      payouts: capabilities.payouts,
      customer_pays: capabilities.customerPays,
    },
    host: gateway.host,
    last_message_at: gateway.lastMessageAt?.toISOString() ?? null,
    messages: gateway.messages,
    payments: {
      unknown: gateway.payments.unknown,
      waiting: gateway.payments.waiting,
      succeeded_last_day: gateway.payments.succeededLastDay,
      failed_last_day: gateway.payments.failedLastDay,
    },
    account: account && { name: account.name, currencies: account.currencies, checked_at: account.checkedAt },
    webhook: webhook && { url: webhook.url, set_at: webhook.setAt },
    settlement: settlement && {
      last_run_at: settlement.lastRunAt?.toISOString() ?? null,
      next_run_at: settlement.nextRunAt.toISOString(),
      last_error: settlement.lastError,
      unmatched: settlement.unmatched,
    },
  }
}

/** In one word: whether a person has to look. */
function healthOf({ status, messages, payments, host, settlement }: GatewayOverview) {
  if (status === 'disabled') return 'disabled' as const
  const isTroubled = messages.dead > 0 || payments.unknown > 0 || (settlement?.unmatched ?? 0) > 0
  const isAway = host === 'resting' || settlement?.lastError != null
  return isTroubled || isAway ? ('degraded' as const) : ('healthy' as const)
}

const gatewayFields = {
  id: vine.string(),
  driver: vine.string(),
  name: vine.string(),
  status: vine.enum(['active', 'disabled'] as const),
  health: vine.enum(['healthy', 'degraded', 'disabled'] as const),
  is_live: vine.boolean(),
  capabilities: vine.object({
    delayed_capture: vine.boolean(),
    partial_capture: vine.boolean(),
    saved_methods: vine.boolean(),
    refunds: vine.enum(['none', 'whole', 'partial', 'claimed'] as const),
    disputes: vine.boolean(),
    payouts: vine.boolean(),
    customer_pays: vine.enum(['form', 'page', 'coins'] as const),
  }),
  host: vine.enum(['unused', 'reachable', 'resting', 'probing'] as const),
  last_message_at: text(),
  messages: vine.object({ pending: vine.number(), dead: vine.number() }),
  payments: vine.object({
    unknown: vine.number(),
    waiting: vine.number(),
    succeeded_last_day: vine.number(),
    failed_last_day: vine.number(),
  }),
  account: vine
    .object({ name: text(), currencies: vine.array(vine.string()), checked_at: vine.string() })
    .nullable(),
  webhook: vine.object({ url: vine.string(), set_at: vine.string() }).nullable(),
  settlement: vine
    .object({ last_run_at: text(), next_run_at: vine.string(), last_error: text(), unmatched: vine.number() })
    .nullable(),
}
export const gatewayShape = vine.create(gatewayFields)

/** What a driver asks for when it is connected. */
export function showDriver(driver: PaymentDriver) {
  return {
    driver: driver.name,
    customer_pays: driver.capabilities.customerPays,
    fields: driver.settingsForm.map((field) => showField({ ...field, value: null, setAt: null })),
  }
}

function showField(field: GatewayFile['fields'][number]) {
  return {
    name: field.name,
    kind: field.kind,
    is_required: field.isRequired,
    choices: [...(field.choices ?? [])],
    example: field.example ?? null,
    comes_with_webhook: field.comesWithWebhook === true,
    value: field.value,
    set_at: field.setAt,
  }
}

const fieldShape = vine.object({
  name: vine.string(),
  kind: vine.enum(['text', 'secret', 'choice', 'switch'] as const),
  is_required: vine.boolean(),
  choices: vine.array(vine.string()),
  example: text(),
  comes_with_webhook: vine.boolean(),
  /** Never that of a secret. */
  value: text(),
  set_at: text(),
})

export const driverShape = vine.create({
  driver: vine.string(),
  customer_pays: vine.enum(['form', 'page', 'coins'] as const),
  fields: vine.array(fieldShape),
})

export function showGatewayFile(
  { gateway, fields, messages, calls }: GatewayFile,
  webhook: { url: string; canBeSetUp: boolean }
) {
  return {
    gateway: showGateway(gateway),
    fields: fields.map(showField),
    webhook_url: webhook.url,
    can_set_up_webhook: webhook.canBeSetUp,
    messages: messages.map(showInboxMessage),
    calls: calls.map(showRemoteCall),
  }
}

export const gatewayFileShape = vine.create({
  gateway: vine.object(gatewayFields),
  fields: vine.array(fieldShape),
  webhook_url: vine.string(),
  can_set_up_webhook: vine.boolean(),
  messages: vine.array(vine.object(messageFields)),
  calls: vine.array(vine.object(remoteCallFields)),
})
