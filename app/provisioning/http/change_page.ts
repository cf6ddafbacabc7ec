import type { HttpContext } from '@adonisjs/core/http'
import { catalogueIn, listedProducts, loadCatalogue, presentProduct } from '#app/catalogue/index'
import { showId } from '#app/shared/ids'
import { findChange, findSubscription, findSubscriptionContent, showChange } from '#app/subscriptions/index'
import { showService } from '#app/provisioning/http/transformers/service_transformer'
import { type ListedService, serviceIn } from '#app/provisioning/queries/list_services'

/** What the page needs on which a service is changed: what is offered for it, and what it is now. */
export async function changePageProps(ctx: HttpContext, service: ListedService) {
  const { subscriptionId } = service
  const subscription = await findSubscription(subscriptionId, service.customerId)
  const content = await findSubscriptionContent(subscriptionId)
  const catalogue = catalogueIn(await loadCatalogue(), ctx.i18n.locale)
  const product = listedProducts(catalogue).find(({ id }) => id === content?.productId)
  const change = await findChange(subscriptionId)
  return {
    service: showService(serviceIn(service, ctx.i18n.locale)),
    product: product ? presentProduct(product) : null,
    current: {
      plan_id: showId('plan', subscription?.planId ?? service.planId),
      currency: subscription?.currency ?? 'EUR',
      interval: subscription?.interval ?? { unit: 'month', count: 1 },
      options: content?.options ?? {},
    },
    // The system and the place of a server do not change with its plan.
    fixed_options: (product?.options ?? [])
      .filter(({ values }) => values.some(({ spec }) => 'template' in spec || 'panel' in spec))
      .map(({ code }) => code),
    change: change && showChange(change),
  }
}
