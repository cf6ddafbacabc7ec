import type pg from 'pg'
import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import { customerAbilities, staffAbilities } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { seedCatalogue } from '#app/catalogue/index'
import { makeToken } from '#app/identity/domain/api_token'
import type { Tenant } from '#app/shared/database/context'
import { asOwner } from './owner.js'

/** A tenant that has grown: many services, the demo's catalogue, and a token for one customer and one member of staff. */
export interface GrownTenant {
  tenant: Tenant
  hosts: { storefront: string; account: string; admin: string }
  customer: { id: string; token: string; serviceId: string }
  staff: { token: string }
}

const servicesPerCustomer = 10

export async function seedGrownTenant(serviceCount: number): Promise<GrownTenant> {
  const { id, hosts } = await asOwner(insertTenant)
  const tenant = (await findTenant(id))!
  await asTenant({ tenant }, seedCatalogue)
  return asOwner(async (client) => {
    await client.query('begin')
    await client.query(`select set_config('app.tenant', $1, true)`, [id])
    await seedServices(client, serviceCount)
    const customer = await seedCustomerToken(client)
    const staff = await seedStaffToken(client)
    await client.query('commit')
    await client.query('vacuum (analyze)')
    return { tenant, hosts, customer, staff }
  })
}

async function insertTenant(client: pg.Client): Promise<{ id: string; hosts: GrownTenant['hosts'] }> {
  const id = newId()
  const slug = `grown-${id.slice(-12)}`
  const hosts = {
    storefront: `${slug}.localhost`,
    account: `account.${slug}.localhost`,
    admin: `admin.${slug}.localhost`,
  }
  await client.query(
    `insert into platform.tenants (id, slug, name, time_zone, reporting_currency) values ($1, $2, 'Grown', 'Europe/Berlin', 'EUR')`,
    [id, slug]
  )
  await client.query(
    `insert into platform.hostnames (tenant_id, surface, hostname) select $1, key, value from json_each_text($2)`,
    [id, JSON.stringify(hosts)]
  )
  await client.query('begin')
  await client.query(`select set_config('app.tenant', $1, true)`, [id])
  await client.query(
    `insert into brands (name, legal_name, address, support_email, mail_from)
     values ('Grown', 'Grown GmbH', '{"street": "Weg 1", "city": "Berlin", "country": "DE"}', 'a@example.test', 'a@example.test')`
  )
  await client.query('commit')
  return { id, hosts }
}

/** Ten services for each customer, one in fifty of them suspended, spread over four panels. */
async function seedServices(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `insert into panels (id, code, driver, name, location, base_url, secrets, status, created_at)
     select uuidv7(), 'panel-' || n, 'virtfusion', 'Panel ' || n, 'Frankfurt', 'https://panel.example', '{}', 'disabled', now()
       from generate_series(1, 4) as n`
  )
  await client.query(
    `insert into customers (id, number, name, email, country, currency, created_at)
     select uuidv7(), n, 'Customer ' || n, 'c' || n || '@example.test', 'DE', 'EUR', now() from generate_series(1, $1) as n`,
    [Math.ceil(count / servicesPerCustomer)]
  )
  await client.query(
    `insert into subscriptions (id, customer_id, plan_id, status, currency, interval_unit, interval_count, anchor_day, started_on,
                                current_period_starts_on, renews_on, recurring_amount, created_at)
     select uuidv7(), c.id, p.id, 'active', 'EUR', 'month', 1, 10, current_date, current_date, current_date + 30, 1401, now()
       from generate_series(1, $1) as n
       join customers c on c.number = 1 + (n - 1) / ${servicesPerCustomer}
       cross join (select id from plans where status = 'active' order by id limit 1) as p`,
    [count]
  )
  await client.query(
    `insert into services (id, customer_id, subscription_id, plan_id, panel_id, hostname, status, desired, spec, external_reference,
                           observed, power_state, addresses, observed_at, created_at, activated_at)
     select uuidv7(), s.customer_id, s.id, s.plan_id, p.id, 'web' || s.n || '.example.com',
            case when s.n % 50 = 0 then 'suspended' else 'active' end, case when s.n % 50 = 0 then 'suspended' else 'running' end,
            '{"cpuCores": 4, "memoryMb": 8192, "storageGb": 160, "trafficGb": 0, "networkMbps": 1000, "ipv4Count": 1, "template": "Debian 13", "backups": false}',
            s.n::text, 'running', 'running',
            jsonb_build_array(jsonb_build_object('family', 4, 'address', '192.0.2.1', 'prefix', '24', 'gateway', '192.0.2.254')),
            now(), now(), now()
       from (select *, row_number() over (order by id) as n from subscriptions) as s
       join (select id, row_number() over (order by code) as n from panels) as p on p.n = 1 + s.n % 4`
  )
}

async function seedCustomerToken(client: pg.Client): Promise<GrownTenant['customer']> {
  const { rows } = await client.query<{ id: string; service_id: string }>(
    `select c.id, s.id as service_id from customers c join services s on s.customer_id = c.id order by c.number desc limit 1`
  )
  const { id, service_id: serviceId } = rows[0]!
  const userId = await insertUser(client, 'customer@example.test')
  await client.query(
    `insert into memberships (id, customer_id, user_id, permissions, created_at) values ($1, $2, $3, '{owner}', now())`,
    [newId(), id, userId]
  )
  return { id, serviceId, token: await insertToken(client, { userId, customerId: id }) }
}

async function seedStaffToken(client: pg.Client): Promise<GrownTenant['staff']> {
  const userId = await insertUser(client, 'staff@example.test')
  await client.query(`insert into staff_members (user_id, roles, created_at) values ($1, '{owner}', now())`, [
    userId,
  ])
  return { token: await insertToken(client, { userId, customerId: null }) }
}

/** Nobody signs in with it: the password hash is no hash. */
async function insertUser(client: pg.Client, email: string): Promise<string> {
  const id = newId()
  await client.query(
    `insert into users (id, email, password_hash, name, created_at) values ($1, $2, '-', 'Bench', now())`,
    [id, email]
  )
  return id
}

async function insertToken(
  client: pg.Client,
  { userId, customerId }: { userId: string; customerId: string | null }
): Promise<string> {
  const { token, hash } = makeToken()
  const abilities = customerId ? customerAbilities : staffAbilities
  await client.query(
    `insert into api_tokens (id, user_id, customer_id, name, token_hash, abilities, created_at)
     values ($1, $2, $3, 'Bench', $4, $5, now())`,
    [newId(), userId, customerId, hash, abilities]
  )
  return token
}
