/** A customer's subscriptions to plans: made under the seller, changed under the customer. */
import { findPlan, MASTER_ORG_ID } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { booleanOf, paged } from './pages.ts'
import { presentSubscription, usageOf } from './present.ts'
import type { SubscriptionRecord } from './records.ts'
import { forbidden, invalid, notFound } from './refusal.ts'
import { type Answer, type Call, nothing, ok, type Router } from './routing.ts'
import { readBody } from './validation.ts'

export function registerSubscriptionRoutes(router: Router): void {
  router.on('POST', '/orgs/:org/customers/:customer/subscriptions', createSubscription)
  router.on('GET', '/orgs/:org/customers/:customer/subscriptions', (panel, call) => {
    panel.requireMaster(call.params.org)
    return listOf(panel, call, panel.findCustomer(call.params.customer).id)
  })
  router.on('GET', '/orgs/:org/subscriptions', (panel, call) =>
    listOf(panel, call, panel.findOrg(call.params.org).id)
  )
  router.on('GET', '/orgs/:org/subscriptions/:id', (panel, call) =>
    ok(presentSubscription(panel, panel.findSubscription(call.params.org, call.params.id)))
  )
  router.on('PATCH', '/orgs/:org/subscriptions/:id', updateSubscription)
  router.on('DELETE', '/orgs/:org/subscriptions/:id', (panel, call) => {
    const subscription = panel.findSubscription(call.params.org, call.params.id)
    const isForced = booleanOf(call.query, 'force')
    if (isForced && panel.kit.faults.strikes('delete_refused', call)) {
      throw forbidden('The token may not force deletion')
    }
    removeSubscription(panel, subscription, isForced)
    return nothing
  })
  router.on('GET', '/orgs/:org/subscriptions/:id/bandwidth', (panel, call) => {
    const { id } = panel.findSubscription(call.params.org, call.params.id)
    return ok(panel.websitesOf(id).reduce((sum, site) => sum + site.transferBytes, 0))
  })
  router.on('PUT', '/orgs/:org/subscriptions/:id/calculate-resource-usage', (panel, call) => {
    const subscription = panel.findSubscription(call.params.org, call.params.id)
    return ok({ items: usageOf(panel, subscription) })
  })
}

function createSubscription(panel: Installation, call: Call): Answer {
  panel.requireMaster(call.params.org)
  const customer = panel.findCustomer(call.params.customer)
  if (customer.status === 'deleted') throw invalid('The organization is deleted')
  const body = readBody(call.body, {
    planId: { kind: 'integer', required: true },
    friendlyName: { kind: 'string' },
    dedicatedServers: { kind: 'object' },
  })
  const plan = findPlan(body.planId)
  if (!plan) throw notFound('Plan')
  const subscription: SubscriptionRecord = {
    id: panel.nextSubscriptionId(),
    planId: plan.id,
    subscriberId: customer.id,
    status: 'active',
    suspendedBy: null,
    friendlyName: typeof body.friendlyName === 'string' ? body.friendlyName : plan.name,
    createdAt: panel.stamp(),
  }
  panel.subscriptions.insert(String(subscription.id), subscription)
  return { status: 201, body: { id: subscription.id } }
}

function listOf(panel: Installation, call: Call, orgId: string): Answer {
  const all = panel.subscriptions.list({ filter: (item) => item.subscriberId === orgId })
  return ok(
    paged(
      all.map((item) => presentSubscription(panel, item)),
      call
    )
  )
}

/** A smaller plan is taken whatever is in use: the vendor refuses nothing here. */
function updateSubscription(panel: Installation, call: Call): Answer {
  const subscription = panel.findSubscription(call.params.org, call.params.id)
  const body = readBody(call.body, {
    status: { kind: 'string', oneOf: ['active', 'deleted'] },
    isSuspended: { kind: 'boolean' },
    planId: { kind: 'integer' },
    friendlyName: { kind: 'string' },
    dedicatedServers: { kind: 'object' },
  })
  if (body.planId !== undefined && !findPlan(body.planId)) throw notFound('Plan')
  const suspendedBy =
    body.isSuspended === undefined
      ? subscription.suspendedBy
      : body.isSuspended === true
        ? MASTER_ORG_ID
        : null
  const status = body.status === 'active' || body.status === 'deleted' ? body.status : subscription.status
  panel.subscriptions.put(String(subscription.id), {
    ...subscription,
    status,
    suspendedBy,
    planId: typeof body.planId === 'number' ? body.planId : subscription.planId,
    friendlyName: typeof body.friendlyName === 'string' ? body.friendlyName : subscription.friendlyName,
  })
  const isBack = status === 'active' && subscription.status === 'deleted'
  for (const site of panel.websites.list({ filter: (item) => item.subscriptionId === subscription.id })) {
    panel.websites.put(site.id, { ...site, suspendedBy, status: isBack ? 'active' : site.status })
  }
  return nothing
}

/** Softly: everything stays, marked as deleted, and its names stay taken. By force: it is gone. */
export function removeSubscription(
  panel: Installation,
  subscription: SubscriptionRecord,
  isForced: boolean
): void {
  const sites = panel.websites.list({ filter: (site) => site.subscriptionId === subscription.id })
  for (const site of sites) {
    if (isForced) panel.websites.remove(site.id)
    else panel.websites.put(site.id, { ...site, status: 'deleted' })
  }
  if (isForced) panel.subscriptions.remove(String(subscription.id))
  else panel.subscriptions.put(String(subscription.id), { ...subscription, status: 'deleted' })
}
