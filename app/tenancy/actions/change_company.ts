import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { changeCompany, changedFields, type Company, type CompanyChanges } from '#app/tenancy/domain/company'
import { companyChanged } from '#app/tenancy/events'
import { forgetBrand } from '#app/tenancy/queries/find_brand'
import { companyOf } from '#app/tenancy/queries/find_company'
import * as brands from '#app/tenancy/records/brands'

export type ChangeCompanyError = { type: 'company_not_found' }

/** Changes who sells, for documents issued from now on: what was issued holds a copy. */
@inject()
export class ChangeCompany {
  constructor(private events: EventLog) {}

  async execute(wish: CompanyChanges): Promise<Result<Company, ChangeCompanyError>> {
    const result = await inTransaction(async (): Promise<Result<Company, ChangeCompanyError>> => {
      const brand = await brands.lock()
      if (!brand) return err({ type: 'company_not_found' })
      const before = companyOf(brand)
      const after = changeCompany(before, wish)
      const changed = changedFields(before, after)
      if (changed.length === 0) return ok(after)
      const { street, postal_code, city, region, country, ...columns } = after
      const address = JSON.stringify({ street, postal_code, city, region, country })
      await brands.update({ ...columns, address })
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(companyChanged, subject, { data: { changed } })])
      return ok(after)
    })
    forgetBrand(currentTenant().id)
    return result
  }
}
