// The htmx extension: a form that posts to the edit door is a command. It is stored and applied here at once, and the
// sender takes it to the door; so a form works the same with and without a network.
import htmx from "htmx.org";

/** @param {string} address of the edit door @param {(form: HTMLElement, field: any) => void} obey */
export function installJournal(address, obey) {
  htmx.registerExtension("journal", {
    htmx_config_request(element, { ctx }) {
      if (new URL(ctx.request.action, location.href).pathname !== address) return;
      const event = ctx.sourceEvent;
      const field = event.type === "change" ? event.target : event.submitter;
      ctx.fetch = async () => {
        obey(element, field);
        return new Response(null, { status: 204 });
      };
    },
  });
}

/** What a field says: the register's name and its value. @param {any} field @returns {[string, any]} */
export function commandOf(field) {
  if (field.type === "checkbox") return [field.name, field.checked];
  if (field.name === "question") return [field.name, field.value ? Number(field.value) : null];
  if (field.name === "issue") return [field.name, field.value || null];
  if (field.value === "true" || field.value === "false") return [field.name, field.value === "true"];
  return [field.name, field.value];
}

export const process = (element) => htmx.process(element);
