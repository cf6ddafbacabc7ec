import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'
import { checkMoneyBack } from '#tests/simulation/auditor/money_back'
import { checkOtherGateways } from '#tests/simulation/auditor/other_gateways'
import { checkServers } from '#tests/simulation/auditor/servers'

/** Invariants 4, 5 and 12 against what the outside itself holds, read from the sandbox's own file. */
export async function checkOutside(
  database: pg.Client,
  sandboxFolder: string,
  arrived: Arrived
): Promise<Finding[]> {
  const outside = new DatabaseSync(join(sandboxFolder, 'sandbox.sqlite'), { readOnly: true })
  try {
    return [
      ...(await checkMoney(database, outside)),
      ...(await checkOtherGateways(database, outside)),
      ...(await checkServers(database, outside)),
      ...(await checkMoneyBack(database, outside)),
      ...(await checkMail(database, outside, arrived)),
    ]
  } finally {
    outside.close()
  }
}

async function checkMoney(database: pg.Client, outside: DatabaseSync): Promise<Finding[]> {
  const taken = outside
    .prepare(
      `select json_extract(body, '$.payment_intent') as intent, json_extract(body, '$.amount_captured') as amount
         from documents where system = 'stripe' and collection = 'charges' and json_extract(body, '$.amount_captured') > 0`
    )
    .all() as { intent: string; amount: number }[]
  const { rows } = await database.query<{ reference: string; amount: string; status: string }>(
    `select p.gateway_reference as reference, p.captured_amount::text as amount, p.status
       from payments p join gateways g on g.id = p.gateway_id where p.gateway_reference is not null and g.driver = 'stripe'`
  )
  const known = new Map(rows.map((row) => [row.reference, row]))
  const findings: Finding[] = []
  const complain = (found: string) => findings.push({ invariant: 4, check: 'money at the gateway', found })
  const seen = new Set<string>()
  for (const { intent, amount } of taken) {
    if (seen.has(intent)) complain(`${intent} was charged twice`)
    seen.add(intent)
    const ours = known.get(intent)
    if (!ours) complain(`${intent} took ${amount}, of which we know nothing`)
    else if (ours.amount !== String(amount)) complain(`${intent} took ${amount}, we booked ${ours.amount}`)
  }
  for (const { reference, amount } of rows)
    if (amount !== '0' && !seen.has(reference)) complain(`${reference} took nothing, we booked ${amount}`)
  const held = outside
    .prepare(
      `select id from documents where system = 'stripe' and collection = 'payment_intents'
          and json_extract(body, '$.status') = 'requires_capture'`
    )
    .all() as { id: string }[]
  for (const { id } of held) {
    const status = known.get(id)?.status
    if (status !== 'authorised' && status !== 'unknown') complain(`${id} holds money, our payment is ${status ?? 'absent'}`)
  }
  return findings.slice(0, 5)
} // prettier-ignore

/** What has arrived so far: each audit reads on where the last one ended. */
export interface Arrived {
  position: number
  ids: Set<string>
  checkedUntil: Date
}

/** What we call sent arrived, and what arrived is a mail of ours. A mail that came again after a crash has the same Message-ID, by which mailboxes know it. */
async function checkMail(database: pg.Client, outside: DatabaseSync, arrived: Arrived): Promise<Finding[]> {
  const mails = outside
    .prepare(
      `select position, (select json_extract(h.value, '$.value') from json_each(body, '$.headers') h
                          where lower(json_extract(h.value, '$.name')) = 'message-id') as id
         from documents where system = 'mail' and collection = 'messages' and position > ? order by position`
    )
    .all(arrived.position) as { position: number; id: string | null }[]
  const fresh: string[] = []
  for (const { position, id } of mails) {
    arrived.position = position
    const shown = bare(id ?? '')
    if (!arrived.ids.has(shown)) fresh.push(shown)
    arrived.ids.add(shown)
  }
  const { rows } = await database.query<{ kind: string; recipient: string; id: string; sent_at: Date }>(
    `select kind, recipient, smtp_message_id as id, sent_at from messages where status = 'sent' and sent_at >= $1`,
    [arrived.checkedUntil]
  )
  for (const { sent_at: at } of rows) if (at > arrived.checkedUntil) arrived.checkedUntil = at
  const lost = rows
    .filter(({ id }) => !arrived.ids.has(bare(id ?? '')))
    .map(({ kind, recipient }) => `${kind} never came to ${recipient}`)
  const { rows: strange } = await database.query<{ id: string }>(
    `select came.id from unnest($1::text[]) came(id)
      where not exists (select from messages m where m.id::text = split_part(came.id, '@', 1))`,
    [fresh]
  )
  const found = [...lost, ...strange.map(({ id }) => `${id} came and is no mail of ours`)]
  return found.slice(0, 5).map((text) => ({ invariant: 12, check: 'mail that was sent', found: text }))
} // prettier-ignore

function bare(messageId: string): string {
  return messageId.replace(/^</, '').replace(/>$/, '')
}
