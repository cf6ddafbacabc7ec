import 'reflect-metadata'
import { inject } from '@adonisjs/core'
import { ok, type Result } from '#app/shared/result'

enum Colour {
  Red = 'red',
}

class Wheel {
  readonly spokes = 3
}

@inject()
class Car {
  constructor(private wheel: Wheel) {}

  drive(): Result<number, never> {
    return ok(this.wheel.spokes)
  }
}

/** Uses of TypeScript what cannot be had by leaving its types out, and says on which line it stands. */
const needs = Reflect.getMetadata('design:paramtypes', Car) as unknown[]
const place = /typed_program\.ts:(\d+)/.exec(new Error('where').stack ?? '')?.[1]
process.stdout.write(
  JSON.stringify({
    driven: new Car(new Wheel()).drive(),
    colour: Colour.Red,
    needs: needs[0] === Wheel,
    name: Car.name,
    place,
  })
)
