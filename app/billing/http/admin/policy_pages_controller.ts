import type { HttpContext } from '@adonisjs/core/http'
import { findCustomerGroup, listMembers, pageCustomerGroups, showCustomerGroup } from '#app/customers/index'
import { listCurrencies, readSettings } from '#app/tenancy/index'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { exampleDueOn } from '#app/billing/http/example_due_on'
import { showCurrencies } from '#app/billing/http/transformers/currency_transformers'
import { showGroupDunning, showPolicies } from '#app/billing/http/transformers/policy_transformers'
import { findCurrencies } from '#app/billing/queries/find_currencies'
import { findDunningOfGroup, loadDunning, standardDunning } from '#app/billing/queries/load_dunning'

const membersMax = 50

/** How the tenant bills and duns, as staff edit it. Changes go through the API's own controllers. */
export default class PolicyPagesController {
  async show(ctx: HttpContext) {
    return renderPage(ctx, 'billing/admin/billing_policies', {
      ...showPolicies(await readSettings(), exampleDueOn()),
      currencies: listCurrencies(),
    })
  }

  async currencies(ctx: HttpContext) {
    return renderPage(ctx, 'billing/admin/currencies', showCurrencies(await findCurrencies(new Clock())))
  }

  async groups(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(pageQuery)
    const page = await pageCustomerGroups({ before: cursor ?? null, size: pageSize(undefined) })
    const { byGroup, standard } = await loadDunning()
    return renderPage(ctx, 'billing/admin/customer_groups', {
      groups: page.rows.map((group) => ({
        ...showCustomerGroup(group),
        has_own: (byGroup.get(group.id) ?? standard) !== standard,
      })),
      next_cursor: page.nextCursor,
    })
  }

  async group(ctx: HttpContext) {
    const id = readRecordId(ctx, 'customerGroup')
    const [group, dunning] = [await findCustomerGroup(id), await findDunningOfGroup(id)]
    if (!group || !dunning) throw notFound(ctx)
    return renderPage(ctx, 'billing/admin/customer_group', {
      group: showCustomerGroup(group),
      dunning: showGroupDunning(dunning, standardDunning(), exampleDueOn()),
      members: (await listMembers(id, membersMax)).map((member) => ({
        ...member,
        id: showId('customer', member.id),
      })),
      currencies: listCurrencies(),
    })
  }
}
