import type { Product } from '#app/catalogue/domain/catalogue'
import { presentOption, presentPlan, presentProduct } from '#app/catalogue/http/product_transformer'

/** A product as staff see it: everything that is or was sold, and what it means for the panel. */
export function presentProductToStaff(product: Product) {
  return {
    ...presentProduct(product),
    translations: product.translations,
    position: product.position,
    plans: product.plans.map((plan) => ({
      ...presentPlan(plan, product.kind),
      translations: plan.translations,
      position: plan.position,
      stock_limit: plan.stockLimit,
      panel_driver: plan.panelDriver,
      panel_package: String(plan.panelPackage.package ?? ''),
    })),
    options: product.options.map((option) => {
      const presented = presentOption(option)
      return {
        ...presented,
        translations: option.translations,
        position: option.position,
        values: presented.values.map((value, index) => ({
          ...value,
          translations: option.values[index]!.translations,
          spec: option.values[index]!.spec,
          position: option.values[index]!.position,
        })),
      }
    }),
  }
}
