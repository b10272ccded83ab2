// Says that scripts run, before anything is drawn: the style then shows one sample instead of all.
document.documentElement.classList.add('js');
