import type { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'

/** How the sandbox writes an id of ours into a server's name: prefix and 26 digits of base 32. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

interface Standing {
  name: string
  suspended: number
  sizes: string
}

interface Ours {
  id: string
  status: string
  is_busy: boolean
  sizes: string
}

/** What the panels run and what we bill, by its state and its size. Work that is under way or waits for staff is not compared. */
export async function checkServers(database: pg.Client, outside: DatabaseSync): Promise<Finding[]> {
  const servers = outside
    .prepare(
      `select json_extract(body, '$.name') as name, json_extract(body, '$.suspended') as suspended,
              json_extract(body, '$.sizes.cpuCores') || ' cores, ' || json_extract(body, '$.sizes.memoryMb') || ' MB, ' ||
              json_extract(body, '$.sizes.storageGb') || ' GB' as sizes
         from documents where system = 'virtfusion' and collection like '%servers%' and json_extract(body, '$.name') like 'svc\\_%' escape '\\'`
    )
    .all() as unknown as Standing[]
  const { rows } = await database.query<Ours>(
    `select s.id, s.status, format('%s cores, %s MB, %s GB', s.spec->>'cpuCores', s.spec->>'memoryMb', s.spec->>'storageGb') as sizes,
            exists (select from operations o where o.service_id = s.id and o.status in ('queued', 'running', 'waiting')) as is_busy
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
    else if (!service.is_busy) compare(copies[0]!, service, complain)
  }
  for (const [name, { status, is_busy: isBusy }] of ours)
    if (!isBusy && ['active', 'suspended'].includes(status) && !standing.has(name)) complain(`${name} is ${status} and stands nowhere`)
  return findings.slice(0, 5)
} // prettier-ignore

function compare(
  { name, suspended, sizes }: Standing,
  service: Ours,
  complain: (found: string) => void
): void {
  if (!['active', 'suspended'].includes(service.status))
    complain(`${name} stands, our service is ${service.status}`)
  else if ((suspended === 1) !== (service.status === 'suspended'))
    complain(`${name} is ${suspended ? 'suspended' : 'running'}, our service is ${service.status}`)
  else if (sizes !== service.sizes) complain(`${name} has ${sizes}, our service ${service.sizes}`)
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
