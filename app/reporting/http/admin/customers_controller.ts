import type { HttpContext } from '@adonisjs/core/http'
import { listCustomerGroups } from '#app/customers/index'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { customerPageProps } from '#app/reporting/http/admin/customer_page_props'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { customerToWire } from '#app/reporting/http/transformers/records'
import { findCustomer } from '#app/reporting/queries/find_customer'
import { listCustomers } from '#app/reporting/queries/list_customers'

/** Everybody who is billed, and one page with everything about each. */
export default class CustomersController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listCustomers(readListQuestion(ctx, 'customer'))
    return renderPage(ctx, 'reporting/admin/customers', {
      customers: rows.map(customerToWire),
      next_cursor: nextCursor ? showId('customer', nextCursor) : null,
      groups: (await listCustomerGroups()).map(({ id, name }) => ({ id: showId('customerGroup', id), name })),
    })
  }

  async show(ctx: HttpContext) {
    const customer = await findCustomer(readRecordId(ctx, 'customer'))
    if (!customer) throw notFound(ctx)
    return renderPage(ctx, 'reporting/admin/customer', {
      customer: customerToWire(customer),
      ...(await customerPageProps(ctx, customer.id)),
    })
  }
}
