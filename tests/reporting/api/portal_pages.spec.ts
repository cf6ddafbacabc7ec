import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { SignUp } from '#app/customers/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { BrowserSession } from '#tests/support/browser_session'
import { buy, openShop } from '#tests/support/billing'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'

interface Owned {
  browser: BrowserSession
  customerId: string
  service: string
  invoice: string
  subscription: string
}

/** Somebody with a server, an unpaid invoice and a browser in which they are signed in. */
async function withServer(tenant: Tenant, planId: string, name: string): Promise<Owned> {
  const email = `${name}@example.test`
  const signed = await as(tenant, async () =>
    (await app.container.make(SignUp)).execute({
      email,
      password,
      name,
      currency: 'EUR',
      country: 'DE',
      locale: 'en',
    })
  )
  if (!signed.ok) throw new Error(signed.error.type)
  const customerId = signed.value.customer.id
  const { invoiceId, subscriptionIds } = await buy(tenant, planId, { customerId })
  const serviceId = await addService(tenant, { customerId, planId, subscriptionId: subscriptionIds[0]! })
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email, password })
  return {
    browser,
    customerId,
    service: showId('service', serviceId),
    invoice: showId('invoice', invoiceId),
    subscription: showId('subscription', subscriptionIds[0]!),
  }
}

async function addService(
  tenant: Tenant,
  owner: { customerId: string; planId: string; subscriptionId: string }
): Promise<string> {
  const [id, panelId] = [newId(), newId()]
  const created_at = '2026-01-01T00:00:00Z'
  const spec = {
    cpuCores: 2,
    memoryMb: 4096,
    storageGb: 80,
    trafficGb: 0,
    networkMbps: 1000,
    ipv4Count: 1,
    template: 'Debian 13',
  }
  await as(tenant, () =>
    inTransaction(async () => {
      await db
        .insertInto('panels')
        .values({
          id: panelId,
          code: `p-${panelId.slice(-8)}`,
          driver: 'virtfusion',
          name: 'Frankfurt',
          location: 'Frankfurt',
          base_url: 'http://127.0.0.1:1',
          secrets: '{}',
          created_at,
        })
        .execute()
      await db
        .insertInto('services')
        .values({
          id,
          customer_id: owner.customerId,
          subscription_id: owner.subscriptionId,
          plan_id: owner.planId,
          panel_id: panelId,
          hostname: 'web1.example.test',
          status: 'active',
          desired: 'running',
          power_state: 'running',
          spec: JSON.stringify({ ...spec, location: 'fra', package: 'VPS M', backups: false }),
          created_at,
        })
        .execute()
    })
  )
  return id
}

async function withTwo() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  return {
    tenant,
    planId,
    ada: await withServer(tenant, planId, 'ada'),
    brook: await withServer(tenant, planId, 'brook'),
  }
}

const pagesOf = ({ service, invoice }: Pick<Owned, 'service' | 'invoice'>): [string, string][] => [
  ['/', 'reporting/portal/overview'],
  ['/services', 'provisioning/portal/services'],
  ['/services?status=active', 'provisioning/portal/services'],
  [`/services/${service}`, 'provisioning/portal/service'],
  ['/invoices', 'billing/portal/invoices'],
  ['/invoices?status=open&q=inv', 'billing/portal/invoices'],
  [`/invoices/${invoice}`, 'billing/portal/invoice'],
  ['/payment-methods', 'payments/portal/payment_methods'],
  ['/payment-methods/new', 'payments/portal/new_payment_method'],
]

test.group('Customer pages', () => {
  test('answer the customer, and send visitors to sign in', async ({ assert }) => {
    const { tenant, ada } = await withTwo()
    const visitor = new BrowserSession(tenant)
    for (const [path, component] of pagesOf(ada)) {
      const page = await ada.browser.get(path)
      assert.equal(page.status, 200, path)
      assert.equal(page.component, component)
      const refused = await visitor.get(path)
      assert.include(refused.location ?? '', '/sign-in', path)
    }
  })

  test('show only what is the customer’s own', async ({ assert }) => {
    const { ada } = await withTwo()
    const overview = await ada.browser.get('/')
    assert.lengthOf(overview.props.services.data, 1)
    assert.deepEqual(
      overview.props.due.data.map((invoice: { id: string }) => invoice.id),
      [ada.invoice]
    )
    const found = await ada.browser.get('/search?q=web1')
    assert.deepEqual(
      JSON.parse(found.text).data[0].items.map((item: { to: string }) => item.to),
      [`/services/${ada.service}`]
    )
  })

  test('call products and plans as their reader’s language does', async ({ assert }) => {
    const { tenant, ada, brook } = await withTwo()
    await as(tenant, () =>
      inTransaction(async () => {
        const translations = JSON.stringify({ de: { name: 'Wolken-Server' } })
        await db.updateTable('products').set({ translations }).execute()
        await db.updateTable('plans').set({ translations }).execute()
      })
    )
    const { product, plan } = (await ada.browser.get(`/services/${ada.service}?lang=de`)).props.service
    assert.deepEqual([product, plan.name], ['Wolken-Server', 'Wolken-Server'])
    for (const path of ['/', '/services']) {
      const [listed] = (await ada.browser.get(`${path}?lang=de`)).props.services.data
      assert.equal(listed.plan.name, 'Wolken-Server', path)
    }
    const english = (await brook.browser.get(`/services/${brook.service}`)).props.service
    assert.notInclude([english.product, english.plan.name], 'Wolken-Server')
  })

  test('are not there for ids of another customer, of another tenant, or that are none', async ({
    assert,
  }) => {
    const { tenant, ada, brook } = await withTwo()
    const other = await createTenant()
    const { planId } = await openShop(other)
    const stranger = await withServer(other, planId, 'dagny')
    const nobody = { service: 'svc_nothing', invoice: 'inv_nothing', subscription: 'sub_nothing' }
    for (const owned of [brook, stranger, nobody]) {
      for (const [method, path] of reachable(owned)) {
        const answer =
          method === 'GET'
            ? await ada.browser.get(path)
            : await ada.browser.submit(method, path, formFor(path))
        assert.equal(answer.status, 404, `${method} ${path}`)
      }
    }
    const untouched = await as(tenant, () =>
      inTransaction(() => db.selectFrom('subscriptions').select('cancel_at_period_end').execute())
    )
    assert.isTrue(untouched.every((row) => !row.cancel_at_period_end))
  })

  test('offer nothing that a member of the team may not do', async ({ assert }) => {
    const { tenant, ada } = await withTwo()
    await allow(tenant, ada, 'services')
    assert.equal((await ada.browser.get('/services')).status, 200)
    const service = await ada.browser.get(`/services/${ada.service}`)
    assert.isNull(service.props.subscription)
    assert.isNull(service.props.open_invoice)
    assert.lengthOf((await ada.browser.get('/')).props.due.data, 0)
    assert.equal((await ada.browser.get('/invoices')).status, 403)
    assert.equal((await ada.browser.get('/payment-methods')).status, 403)
    assert.equal((await ada.browser.submit('POST', `/invoices/${ada.invoice}/payments`)).status, 403)

    await allow(tenant, ada, 'read')
    assert.equal((await ada.browser.get(`/services/${ada.service}`)).status, 200)
    const power = await ada.browser.submit('POST', `/services/${ada.service}/power-changes`, {
      action: 'boot',
    })
    assert.equal(power.status, 403)
    assert.equal((await ada.browser.submit('POST', `/services/${ada.service}/credentials`)).status, 403)
    assert.equal(
      (await ada.browser.submit('DELETE', `/subscriptions/${ada.subscription}/cancellation`)).status,
      403
    )
  })

  test('say what a cancellation will do, do it, and take it back', async ({ assert }) => {
    const { ada } = await withTwo()
    const before = await ada.browser.get(`/services/${ada.service}`)
    const endsOn = before.props.ends_on_if_cancelled
    assert.match(endsOn, /^\d{4}-\d{2}-\d{2}$/)
    await ada.browser.submit('POST', `/subscriptions/${ada.subscription}/cancellation`, {
      when: 'period_end',
    })
    const after = await ada.browser.get(`/services/${ada.service}`)
    assert.isTrue(after.props.subscription.is_ending)
    assert.equal(after.props.subscription.ends_on, endsOn)
    await ada.browser.submit('DELETE', `/subscriptions/${ada.subscription}/cancellation`)
    const withdrawn = await ada.browser.get(`/services/${ada.service}`)
    assert.isFalse(withdrawn.props.subscription.is_ending)
  })

  test('queue one operation for two clicks on one button', async ({ assert }) => {
    const { ada } = await withTwo()
    const path = `/services/${ada.service}/power-changes`
    await Promise.all([
      ada.browser.submit('POST', path, { action: 'restart' }),
      ada.browser.submit('POST', path, { action: 'restart' }),
    ])
    const { props } = await ada.browser.get(`/services/${ada.service}`)
    assert.lengthOf(props.operations, 1)
    assert.equal(props.operations[0].kind, 'power')
  })
})

async function allow(tenant: Tenant, { customerId }: Owned, permission: string): Promise<void> {
  await as(tenant, () =>
    inTransaction(() =>
      db
        .updateTable('memberships')
        .set({ permissions: [permission] })
        .where('customer_id', '=', customerId)
        .execute()
    )
  )
}

function reachable({ service, invoice, subscription }: Pick<Owned, 'service' | 'invoice' | 'subscription'>) {
  return [
    ['GET', `/services/${service}`],
    ['GET', `/services/${service}/templates`],
    ['PUT', `/services/${service}`],
    ['POST', `/services/${service}/power-changes`],
    ['POST', `/services/${service}/rebuilds`],
    ['POST', `/services/${service}/password-resets`],
    ['POST', `/services/${service}/credentials`],
    ['POST', `/services/${service}/consoles`],
    ['POST', `/services/${service}/panel-sign-ins`],
    ['GET', `/invoices/${invoice}`],
    ['GET', `/invoices/${invoice}/pdf`],
    ['GET', `/invoices/${invoice}/payment-return`],
    ['POST', `/invoices/${invoice}/payments`],
    ['POST', `/subscriptions/${subscription}/cancellation`],
    ['DELETE', `/subscriptions/${subscription}/cancellation`],
    ['PUT', `/payment-methods/pm_01h455vb4pex5vsknk084sn02q/default`],
    ['DELETE', `/payment-methods/pm_01h455vb4pex5vsknk084sn02q`],
    ['GET', `/payment-method-setups/set_01h455vb4pex5vsknk084sn02q/return`],
  ] as const
}

function formFor(path: string): object {
  if (path.endsWith('power-changes')) return { action: 'restart' }
  if (path.endsWith('rebuilds')) return { template: 'Debian 13' }
  if (path.endsWith('cancellation')) return { when: 'now' }
  return path.startsWith('/services') ? { hostname: 'stolen.example.test' } : {}
}
