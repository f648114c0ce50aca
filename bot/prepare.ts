import { join } from 'node:path'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { buildPages } from '../web/build.ts'
import { prepareModel } from './understanding.ts'

/** `npm ci` runs this: the pages are built and the default model is trained beforehand, so that start is quick. */
const root = join(import.meta.dirname, '..')
const say = (message: string) => console.log(message)
await buildPages(root, say)
prepareModel(loadCatalogue(join(root, 'knowledge'), new Date().toISOString()), join(root, 'dist'), say)
