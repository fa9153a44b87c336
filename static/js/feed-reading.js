// Whether somebody reads the list just now, so that nothing may move under their eyes or their pointer.

const POINTING_MS = 2500;

export class Reading {
  /** @param {() => HTMLElement} list the list as it is now */
  constructor(list) {
    this.list = list;
    this.pointedAt = -POINTING_MS;
    const point = (event) => {
      if (event.pointerType !== "touch" && this.list().contains(event.target)) this.pointedAt = performance.now();
    };
    document.addEventListener("pointermove", point, { passive: true });
    document.addEventListener("pointerdown", point, { passive: true });
  }

  /** A pointer moved over the list a moment ago. */
  get pointing() {
    return performance.now() - this.pointedAt < POINTING_MS;
  }

  /** Scrolled down, something marked, the keyboard in the list, or pointed at. */
  get busy() {
    const list = this.list();
    return this.pointing || list.getBoundingClientRect().top < 0 || this.isIn(list);
  }

  /** Focus or a selection is inside. @param {Element} element */
  isIn(element) {
    const selection = document.getSelection();
    const marked = selection && !selection.isCollapsed && selection.containsNode(element, true);
    return Boolean(marked) || element.contains(document.activeElement);
  }
}
