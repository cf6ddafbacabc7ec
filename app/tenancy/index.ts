/** The door of this domain: what others may use. */
export { CreateTenant, type CreateTenantError, type NewTenant } from '#app/tenancy/actions/create_tenant'
export { StartClockMove, type StartClockMoveError } from '#app/tenancy/actions/start_clock_move'
export { type Brand, findBrand } from '#app/tenancy/queries/find_brand'
export { ChangeCompany, type ChangeCompanyError } from '#app/tenancy/actions/change_company'
export type { Company, CompanyChanges } from '#app/tenancy/domain/company'
export { type BankAccount, isIban, normaliseAccount } from '#app/tenancy/domain/bank_account'
export { listBankAccounts } from '#app/tenancy/queries/list_bank_accounts'
export { listBankAccountRows } from '#app/tenancy/records/bank_accounts'
export { showBankAccount } from '#app/tenancy/http/transformers/bank_account_transformers'
export { findCompany } from '#app/tenancy/queries/find_company'
export { findSurfaceUrls } from '#app/tenancy/queries/find_surface_urls'
export { currenciesOf, listCurrencies } from '#app/tenancy/queries/list_currencies'
export { type ClockMove, latestClockMove } from '#app/tenancy/records/clock_moves'
export { listSurfaceUrls, type SurfaceUrls } from '#app/tenancy/queries/list_surface_urls'
export {
  changeSettings,
  readSettings,
  type SettingsChangedMeanwhile,
} from '#app/tenancy/actions/change_settings'
export { type WrittenPolicies } from '#app/tenancy/records/policies'
export { electronicAddress } from '#app/tenancy/http/electronic_address_rule'
export { type ElectronicAddress, readElectronicAddress } from '#app/tenancy/domain/electronic_address'
