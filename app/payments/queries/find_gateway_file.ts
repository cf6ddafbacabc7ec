import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { RemoteCalls } from '#app/shared/database/schema'
import { inReadTransaction } from '#app/shared/database/unit'
import type { SettingsField } from '#app/payments/domain/settings_form'
import { driverNamed } from '#app/payments/drivers/registry'
import { type GatewayOverview, listGateways } from '#app/payments/queries/list_gateways'
import { findGateway } from '#app/payments/records/gateways'
import { type InboxMessage, toMessage } from '#app/payments/records/inbox'

/** A field of the form with what is known of it. A secret has no value, only when it was set. */
export interface FilledField extends SettingsField {
  value: string | null
  setAt: string | null
}

/** Everything there is about a gateway, for the staff member who runs it. Holds no secrets, sealed or not. */
export interface GatewayFile {
  gateway: GatewayOverview
  fields: FilledField[]
  messages: InboxMessage[]
  calls: Selectable<RemoteCalls>[]
}

const shownMax = 30
const paymentsMax = 20

export async function findGatewayFile(id: string): Promise<GatewayFile | null> {
  const gateway = (await listGateways()).find((each) => each.id === id)
  if (!gateway) return null
  return inReadTransaction(async () => ({
    gateway,
    fields: await filledFields(id),
    messages: await lastMessages(id),
    calls: await lastCalls(id),
  }))
}

async function filledFields(id: string): Promise<FilledField[]> {
  const { driver, config, secretsSetAt, createdAt } = (await findGateway(id))!
  // Before these instants were kept, all secrets came when the gateway was connected.
  const setAtFirst = Object.keys(secretsSetAt).length === 0 ? createdAt.toISOString() : null
  return driverNamed(driver).settingsForm.map((field) => ({
    ...field,
    value: field.kind === 'secret' ? null : textOf(config[field.name]),
    setAt: field.kind === 'secret' ? (secretsSetAt[field.name] ?? setAtFirst) : null,
  }))
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : null
}

async function lastMessages(id: string): Promise<InboxMessage[]> {
  const rows = await db
    .selectFrom('webhook_inbox')
    .selectAll()
    .where('gateway_id', '=', id)
    .orderBy(sql`(status = 'dead')`, 'desc')
    .orderBy('id', 'desc')
    .limit(shownMax)
    .execute()
  return rows.map(toMessage)
}

/** Of the account itself, and of the last payments that went through it. */
async function lastCalls(id: string): Promise<Selectable<RemoteCalls>[]> {
  const { rows } = await sql<Selectable<RemoteCalls>>`
    select r.* from remote_calls r
     where r.subject_id = ${id}
        or r.subject_id in (select p.id from payments p where p.gateway_id = ${id} order by p.id desc limit ${paymentsMax})
     order by r.id desc limit ${shownMax}`.execute(db)
  return rows
}
