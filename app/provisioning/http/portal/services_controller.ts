import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { listInvoices, showInvoice } from '#app/billing/index'
import {
  findChange,
  PreviewCancellation,
  findSubscription,
  showChange,
  showSubscription,
} from '#app/subscriptions/index'
import { listPaymentMethods, showPaymentMethod } from '#app/payments/index'
import { isHostname } from '#app/catalogue/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { listFacts } from '#app/shared/events/list_facts'
import { reachableServices } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { nothingHere, ownCustomer, tell, tellRefusal } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { showId } from '#app/shared/ids'
import { renderPage } from '#app/shared/http/render_page'
import { RenameService } from '#app/provisioning/actions/rename_service'
import { isOpen } from '#app/provisioning/domain/operation'
import { idOf } from '#app/provisioning/http/api/service_access'
import { serviceFacts } from '#app/provisioning/http/portal/service_facts'
import { showProgress } from '#app/provisioning/http/transformers/operation_transformer'
import { showService } from '#app/provisioning/http/transformers/service_transformer'
import {
  listServicesQuery,
  renameServiceBody,
} from '#app/provisioning/http/validators/provisioning_validators'
import { findOperationStory, listOperations } from '#app/provisioning/queries/list_operations'
import {
  findListedService,
  type ListedService,
  listServices,
  serviceIn,
} from '#app/provisioning/queries/list_services'

/** As many as a member may be given. */
const choicesShown = 500
const shownFacts = 25
const lookedThrough = 10

/** A customer's services. */
@inject()
export default class ServicesController {
  constructor(
    private previewCancellation: PreviewCancellation,
    private renameService: RenameService
  ) {}

  async index(ctx: HttpContext) {
    const { status, cursor, limit } = await ctx.request.validateUsing(listServicesQuery)
    const search: string | undefined = ctx.request.input('q')?.toString().slice(0, 253)
    const page = await listServices({
      customerId: ownCustomer(ctx),
      serviceIds: reachableServices(ctx.caller!),
      status,
      search,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return renderPage(ctx, 'provisioning/portal/services', {
      services: toListAnswer(page, (service) => showService(serviceIn(service, ctx.i18n.locale))),
    })
  }

  /** Names of services to choose from, to a script of the team's page; nobody is offered what they do not see. */
  async choices(ctx: HttpContext) {
    const serviceIds = reachableServices(ctx.caller!)
    const { rows } = await listServices({
      customerId: ownCustomer(ctx),
      serviceIds,
      before: null,
      size: choicesShown,
    })
    const open = rows
      .filter(({ status }) => status !== 'terminated')
      .map((service) => serviceIn(service, ctx.i18n.locale))
    return {
      data: open.map(({ id, hostname, planName }) => ({
        id: showId('service', id),
        hostname,
        plan: planName,
      })),
    }
  }

  async show(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), ownCustomer(ctx))
    if (!service) return nothingHere(ctx)
    const { id, customerId, subscriptionId } = service
    const canSeeMoney = ctx.caller!.abilities.has('billing:read')
    return renderPage(ctx, 'provisioning/portal/service', {
      service: showService(serviceIn(service, ctx.i18n.locale)),
      operations: await listProgress(service),
      ...(await this.showAgreement(service, canSeeMoney)),
      facts: await inReadTransaction(() =>
        listFacts({
          customerId,
          kinds: serviceFacts,
          about: { serviceId: id, subscriptionId },
          size: shownFacts,
        })
      ),
    })
  }

  async update(ctx: HttpContext) {
    const { hostname } = await ctx.request.validateUsing(renameServiceBody)
    const serviceId = idOf(ctx, 'service')
    if (!isHostname(hostname)) refuseField('hostname', ctx.i18n.t('provisioning.refused.invalid_hostname'))
    const renamed = await this.renameService.execute({ serviceId, customerId: ownCustomer(ctx), hostname })
    if (renamed.ok) tell(ctx, 'success', 'provisioning.rename.done')
    else if (renamed.error.type === 'service_not_found') return nothingHere(ctx)
    else tellRefusal(ctx, 'provisioning', renamed.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
  }

  /** What is paid for the service, and what a cancellation would mean: the rule that would carry it out says so. */
  private async showAgreement({ subscriptionId, customerId }: ListedService, canSeeMoney: boolean) {
    const subscription = await findSubscription(subscriptionId, customerId)
    const change = await findChange(subscriptionId)
    const methods = await listPaymentMethods(customerId)
    const open = canSeeMoney
      ? await listInvoices({ customerId, subscriptionId, status: 'open', before: null, size: lookedThrough })
      : null
    const oldest = open?.rows.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0]
    return {
      subscription: subscription && canSeeMoney ? showSubscription(subscription) : null,
      ends_on_if_cancelled: subscription ? await this.previewCancellation.execute(subscription) : null,
      open_invoice: oldest ? showInvoice(oldest) : null,
      methods: canSeeMoney ? methods.map(showPaymentMethod) : [],
      has_payment_method: subscription?.status === 'trialing' && methods.length > 0,
      change: change && canSeeMoney ? showChange(change) : null,
    }
  }
}

/** What goes on now, oldest first; or what failed last. */
async function listProgress({ id, customerId }: ListedService) {
  const { rows } = await listOperations({ customerId, serviceId: id, before: null, size: lookedThrough })
  const shown = rows.filter(({ status }, index) => isOpen(status) || (index === 0 && status === 'failed'))
  const stories = await Promise.all(
    shown.reverse().map((operation) => findOperationStory(operation.id, customerId))
  )
  return stories.flatMap((story) => (story ? [showProgress(story)] : []))
}
