import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const FaviconsController = () => import('#app/tenancy/http/favicons_controller')
const CompanyController = () => import('#app/tenancy/http/admin/company_controller')

router.get('/favicon.svg', [FaviconsController, 'show']).as('favicon.show')

routesOf('admin', () => {
  router.get('/company', [CompanyController, 'show']).as('admin.company.show')
  router.put('/company', [CompanyController, 'update']).as('admin.company.update')
}).use(signedInPage('staff:settings:write'))
