import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const Pages = () => import('#app/network/http/admin/network_pages_controller')
const Datacenters = () => import('#app/network/http/api/datacenters_controller')
const Pools = () => import('#app/network/http/api/address_pools_controller')
const Holdings = () => import('#app/network/http/api/address_holdings_controller')

routesOf('admin', () => {
  router.get('/network', [Pages, 'index']).as('admin.network.index')
  router.get('/network/pools/:id', [Pages, 'show']).as('admin.network_pools.show')
}).use(signedInPage('staff:operations:read'))

/** The screens send what the API takes, to the same controllers. */
routesOf('admin', () => {
  router.post('/datacenters', [Datacenters, 'store']).as('admin.datacenters.store')
  router.put('/datacenters/:id', [Datacenters, 'update']).as('admin.datacenters.update')
  router.delete('/datacenters/:id', [Datacenters, 'destroy']).as('admin.datacenters.destroy')
  router.post('/address-pools', [Pools, 'store']).as('admin.address_pools.store')
  router.put('/address-pools/:id', [Pools, 'update']).as('admin.address_pools.update')
  router.delete('/address-pools/:id', [Pools, 'destroy']).as('admin.address_pools.destroy')
  router.post('/address-reservations', [Holdings, 'store']).as('admin.address_reservations.store')
  router.delete('/address-reservations/:id', [Holdings, 'destroy']).as('admin.address_reservations.destroy')
}).use(signedInPage('staff:operations:write'))
