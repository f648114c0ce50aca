import { join } from 'node:path'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { prepareModel } from './understanding.ts'

/** `npm ci` runs this: the default model is trained beforehand, so that start is quick. */
const root = join(import.meta.dirname, '..')
prepareModel(loadCatalogue(join(root, 'knowledge'), new Date().toISOString()), join(root, 'dist'), message => console.log(message))
