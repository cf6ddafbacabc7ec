/** The door of this domain: what others may use. */
export { CreateTenant, type CreateTenantError, type NewTenant } from '#app/tenancy/actions/create_tenant'
export { StartClockMove, type StartClockMoveError } from '#app/tenancy/actions/start_clock_move'
export { type Brand, findBrand } from '#app/tenancy/queries/find_brand'
export { findSurfaceUrls } from '#app/tenancy/queries/find_surface_urls'
export { listCurrencies } from '#app/tenancy/queries/list_currencies'
export { type ClockMove, latestClockMove } from '#app/tenancy/records/clock_moves'
export { listSurfaceUrls, type SurfaceUrls } from '#app/tenancy/queries/list_surface_urls'
