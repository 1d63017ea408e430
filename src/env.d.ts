declare namespace App {
  interface Locals {
    /** The lesson that is being drawn, for the components that its MDX names. */
    lesson: {
      readonly lang: import('./i18n/lang.ts').Lang
      readonly id: string
      readonly sections: Readonly<Record<string, string>>
      readonly scenario: import('astro:content').CollectionEntry<'scenarios'>['data']
    }
  }
}
