import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'
import { checkMoneyBack } from '#tests/simulation/auditor/money_back'
import { checkOtherGateways } from '#tests/simulation/auditor/other_gateways'

/** How the sandbox writes an id of ours into a server's name: prefix and 26 digits of base 32. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

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

/** What the panels run and what we bill. Work that is under way or waits for staff is not compared. */
async function checkServers(database: pg.Client, outside: DatabaseSync): Promise<Finding[]> {
  const servers = outside
    .prepare(
      `select json_extract(body, '$.name') as name, json_extract(body, '$.suspended') as suspended
         from documents where system = 'virtfusion' and collection like '%servers%' and json_extract(body, '$.name') like 'svc\\_%' escape '\\'`
    )
    .all() as { name: string; suspended: number }[]
  const { rows } = await database.query<{ id: string; status: string; is_busy: boolean }>(
    `select s.id, s.status, exists (select from operations o where o.service_id = s.id and o.status in ('queued', 'running', 'waiting')) as is_busy
       from services s`
  )
  const ours = new Map(rows.map((row) => [shown(row.id), row]))
  const findings: Finding[] = []
  const complain = (found: string) => findings.push({ invariant: 5, check: 'servers on the panels', found })
  const standing = Map.groupBy(servers, ({ name }) => name)
  for (const [name, copies] of standing) {
    if (copies.length > 1) complain(`${name} stands ${copies.length} times`)
    const service = ours.get(name)
    if (!service) complain(`${name} is no service of ours`)
    else if (service.is_busy) continue
    else if (!['active', 'suspended'].includes(service.status)) complain(`${name} stands, our service is ${service.status}`)
    else if ((copies[0]!.suspended === 1) !== (service.status === 'suspended'))
      complain(`${name} is ${copies[0]!.suspended ? 'suspended' : 'running'}, our service is ${service.status}`)
  }
  for (const [name, { status, is_busy: isBusy }] of ours)
    if (!isBusy && ['active', 'suspended'].includes(status) && !standing.has(name)) complain(`${name} is ${status} and stands nowhere`)
  return findings.slice(0, 5)
} // prettier-ignore

/** What has arrived so far: each audit reads on where the last one ended. */
export interface Arrived {
  position: number
  ids: Set<string>
  checkedUntil: Date
}

/** What we call sent arrived. A mail that came again after a crash has the same Message-ID, by which mailboxes know it. */
async function checkMail(database: pg.Client, outside: DatabaseSync, arrived: Arrived): Promise<Finding[]> {
  const mails = outside
    .prepare(
      `select position, (select json_extract(h.value, '$.value') from json_each(body, '$.headers') h
                          where lower(json_extract(h.value, '$.name')) = 'message-id') as id
         from documents where system = 'mail' and collection = 'messages' and position > ? order by position`
    )
    .all(arrived.position) as { position: number; id: string | null }[]
  for (const { position, id } of mails) {
    arrived.position = position
    arrived.ids.add(bare(id ?? ''))
  }
  const { rows } = await database.query<{ kind: string; recipient: string; id: string; sent_at: Date }>(
    `select kind, recipient, smtp_message_id as id, sent_at from messages where status = 'sent' and sent_at >= $1`,
    [arrived.checkedUntil]
  )
  for (const { sent_at: at } of rows) if (at > arrived.checkedUntil) arrived.checkedUntil = at
  return rows
    .filter(({ id }) => !arrived.ids.has(bare(id ?? '')))
    .slice(0, 5)
    .map(({ kind, recipient }) => ({ invariant: 12, check: 'mail that was sent', found: `${kind} never came to ${recipient}` }))
} // prettier-ignore

function bare(messageId: string): string {
  return messageId.replace(/^</, '').replace(/>$/, '')
}

/** `svc_` and the 128 bits of the id as 26 digits of five bits. */
function shown(uuid: string): string {
  let rest = BigInt('0x' + uuid.replaceAll('-', ''))
  let text = ''
  for (let index = 0; index < 26; index += 1) {
    text = digits[Number(rest & 31n)]! + text
    rest >>= 5n
  }
  return 'svc_' + text
}
