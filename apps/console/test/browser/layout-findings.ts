import type { Page } from 'playwright-core';

/** What of a page's text does not fit, as lines to read. Only what is meant to scroll or to end in dots may be wider than its place. */
export function cutOffText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Said to a screen reader only: a box of a pixel clips it. */
    const isForEars = (element: Element | null): boolean =>
      element !== null &&
      ((element.clientWidth <= 1 && getComputedStyle(element).overflow !== 'visible') ||
        isForEars(element.parentElement));
    const shown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('[aria-hidden=true], svg, canvas, .skip, .visually-hidden') === null &&
      !isForEars(element);
    const findings: string[] = [];
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && /\S/.test(node.textContent ?? ''));
      if (!own || !shown(element)) continue;
      const style = getComputedStyle(element);
      if (style.display.startsWith('inline') && style.display !== 'inline-block') {
        // A word that sticks out of whatever clips it.
        continue;
      }
      const scrolls = /auto|scroll/.test(style.overflowX);
      const wide = element.scrollWidth - element.clientWidth;
      const clamped = style.webkitLineClamp !== 'none';
      const dots = style.overflowX !== 'visible' && (style.textOverflow === 'ellipsis' || clamped);
      const high = element.scrollHeight - element.clientHeight;
      const clips = /hidden|clip/.test(style.overflowY) && !clamped;
      const name = `${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? '').slice(0, 60)}”`;
      if (wide > 1 && !scrolls && !dots) findings.push(`${wide} px too wide: ${name}`);
      if (high > 2 && clips) findings.push(`${high} px too high: ${name}`);
    }
    return findings;
  });
}

/** Words that are drawn over other words, on the same layer. */
export function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Said to a screen reader only: a box of a pixel clips it. */
    const isForEars = (element: Element | null): boolean =>
      element !== null &&
      ((element.clientWidth <= 1 && getComputedStyle(element).overflow !== 'visible') ||
        isForEars(element.parentElement));
    const layers = '.modal, .popover, .side, .nav, .announcer, .undo-bar, .announcement, .overlay';
    const seen: { rect: DOMRect; text: string; layer: Element | null; element: Element }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (
        element === null ||
        !/\S/.test(node.textContent ?? '') ||
        !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      )
        continue;
      if (element.closest('svg, .visually-hidden, .skip, textarea, option') !== null || isForEars(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = element.getBoundingClientRect();
      const dots = getComputedStyle(element).textOverflow === 'ellipsis';
      for (const whole of range.getClientRects()) {
        // What dots stand for is drawn nowhere.
        const left = dots ? Math.max(whole.left, box.left) : whole.left;
        const right = dots ? Math.min(whole.right, box.right) : whole.right;
        const rect = new DOMRect(left, whole.top, Math.max(0, right - left), whole.height);
        const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2];
        const top = document.elementFromPoint(x, y);
        // Scrolled or clipped away, or beneath a bar that stays: nobody sees it there.
        const clip = top !== null && (top === element || element.contains(top) || top.contains(element));
        if (rect.width > 2 && clip)
          seen.push({
            rect,
            text: (node.textContent ?? '').trim().slice(0, 40),
            layer: element.closest(layers),
            element,
          });
      }
    }
    const findings: string[] = [];
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        if (one.layer !== other.layer || one.element === other.element) continue;
        const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        if (wide > 3 && high > 6)
          findings.push(`“${one.text}” lies over “${other.text}” (${Math.round(wide)} × ${Math.round(high)} px)`);
      }
    }
    return findings;
  });
}

/** What makes the page wider than the window, innermost first; nothing where it is not. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth, dir } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return dir === 'rtl' ? left < -1 : right > clientWidth + 1;
    });
    const names = beyond.map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')}`);
    return [
      `the page is ${scrollWidth - clientWidth} px wider than the window: ${names.toReversed().slice(0, 6).join(' < ')}`,
    ];
  });
}

/**
 * What is drawn beyond a place that clips it, where nobody can scroll to it; and places that scroll sideways but that no key reaches
 * or no name tells apart. What is meant to end in dots, pictures under their covers, and what is for ears alone are left out.
 */
export function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    const findings: string[] = [];
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const rect = element.getBoundingClientRect();
      if (rect.width <= 1 || rect.height <= 1 || element.closest('[aria-hidden=true], svg, canvas, .skip') !== null)
        continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const style = getComputedStyle(element);
      if (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
        const reached =
          element.tabIndex >= 0 && (element.ariaLabel ?? element.getAttribute('aria-labelledby')) !== null;
        if (!reached && !/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) {
          const wide = [...element.querySelectorAll('*')].findLast((each) => {
            const { left, right } = each.getBoundingClientRect();
            return right > rect.right + 1 || left < rect.left - 1;
          });
          const why = wide === undefined ? '' : ` for ${nameOf(wide)}`;
          findings.push(`${nameOf(element)} scrolls sideways${why}, and has no name or no key that reaches it`);
        }
      }
      for (let up = element.parentElement; up !== null && up !== document.body; up = up.parentElement) {
        const place = getComputedStyle(up);
        const box = up.getBoundingClientRect();
        // For ears alone, or what is drawn above everything else.
        if (box.width <= 1 || box.height <= 1 || getComputedStyle(element).position === 'fixed') break;
        if (/auto|scroll/.test(place.overflowX) || place.textOverflow === 'ellipsis') break;
        if (place.overflowX === 'visible') continue;
        const beyond = Math.round(Math.max(rect.right - box.right, box.left - rect.left));
        if (beyond > 1) findings.push(`${beyond} px of ${nameOf(element)} are clipped by ${nameOf(up)}`);
        if (beyond > 1) break;
      }
    }
    return [...new Set(findings)].slice(0, 8);
  });
}

/** Text and names on the page that no catalogue has and that are no data: what the server sent, dates, numbers and names of keys. */
export function untranslated(page: Page, data: readonly string[]): Promise<string[]> {
  return page.evaluate(
    ({ known }) => {
      const all = known.join('\n').toLowerCase();
      const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
      const units = 'am|pm|byte|bytes|kb|mb|min|hr|sec|days?|hours?|minutes?|and';
      // `Dismiss` is react-aria's own, in all of its languages.
      const neutral = new RegExp(`^(?:${months}|${units}|wellhouse|pdf|csv|json|dismiss)$`, 'i');
      const isData = (text: string): boolean => {
        const plain = text
          .replace(/[\u2066-\u2069]/g, '')
          .trim()
          .toLowerCase();
        if (!/\p{L}{2,}/u.test(plain) || all.includes(plain)) return true;
        return plain
          .split(/[^\p{L}\p{N}@._-]+/u)
          .every((word) => !/\p{L}{2,}/u.test(word) || neutral.test(word) || all.includes(word));
      };
      const inCatalogue = (text: string): boolean => text.includes('⟦') || text.includes('⟧');
      const findings = new Set<string>();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = node.textContent ?? '';
        const parent = node.parentElement;
        if (
          parent === null ||
          parent.closest('bdi, code, kbd, [data-data], [lang], noscript, textarea, script') !== null
        )
          continue;
        if (!inCatalogue(text) && !isData(text))
          findings.add(`${parent.tagName.toLowerCase()}.${parent.className}: ${text.trim()}`);
      }
      for (const element of document.body.querySelectorAll(
        '[aria-label], [title], [placeholder], [alt], [aria-description]',
      )) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) {
          const text = element.getAttribute(name) ?? '';
          if (!inCatalogue(text) && !isData(text)) findings.add(`${name} of ${element.tagName.toLowerCase()}: ${text}`);
        }
      }
      return [...findings];
    },
    { known: [...data] },
  );
}

/** Whatever moves or would move, and for how long. */
export function motions(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const findings: string[] = [];
    const long = (list: string): boolean =>
      list.split(',').some((time) => Number.parseFloat(time) * (time.includes('ms') ? 0.001 : 1) > 0.01);
    for (const animation of document.getAnimations()) {
      const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
      if (Number(duration) > 10 || iterations === Number.POSITIVE_INFINITY) findings.push(`runs for ${duration} ms`);
    }
    for (const element of document.querySelectorAll('*')) {
      for (const part of [undefined, '::before', '::after']) {
        const style = getComputedStyle(element, part);
        const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}${part ?? ''}`;
        if (long(style.transitionDuration)) findings.push(`${name} changes in ${style.transitionDuration}`);
        if (style.animationName !== 'none' && long(style.animationDuration))
          findings.push(`${name} moves for ${style.animationDuration}`);
        if (style.scrollBehavior === 'smooth') findings.push(`${name} scrolls smoothly`);
      }
    }
    return [...new Set(findings)];
  });
}
