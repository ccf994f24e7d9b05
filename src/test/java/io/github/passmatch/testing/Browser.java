package io.github.passmatch.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a window. Tests that need it are skipped where it is not installed. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    /** @param scripts whether pages may run them */
    public Browser(boolean scripts) {
        Path chromium = find("chromium");
        Path chromedriver = find("chromedriver");
        assumeTrue(chromium != null && chromedriver != null, "skipped: there is no chromium with its chromedriver here (apt-get install chromium chromium-driver)");
        ChromeOptions options = new ChromeOptions().setBinary(chromium.toFile())
                .addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        if (!scripts) options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).usingAnyFreePort().build(), options);
    }

    private static Path find(String program) {
        return Arrays.stream(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, program)).filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** Opens a page on a screen of that size, as on a phone if it is small. */
    public Browser open(String url, int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.get(url);
        return this;
    }

    /** The text that is seen in the element of that id. */
    public String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    /** Waits until the text in that element has {@code part}, without loading the page anew. */
    public void awaitText(String id, String part) {
        await(() -> text(id).contains(part));
    }

    private void await(BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE).ignoring(WebDriverException.class).until(page -> condition.getAsBoolean());
    }

    /** Clicks on the element of that id. */
    public void click(String id) {
        await(() -> {
            driver.findElement(By.id(id)).click();
            return true;
        });
    }

    /** Types into the field of a form that has this name or id. */
    public Browser type(String name, String text) {
        WebElement field = driver.findElement(By.xpath("//*[@name='" + name + "' or @id='" + name + "']"));
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** Presses the button with that text and waits for what follows. */
    public void press(String button) {
        WebElement body = driver.findElement(By.tagName("body"));
        await(() -> {
            driver.findElement(By.xpath("//button[.='" + button + "']")).click();
            return true;
        });
        await(() -> isGone(body));
    }

    private static boolean isGone(WebElement element) {
        try {
            element.isDisplayed();
            return false;
        } catch (StaleElementReferenceException e) {
            return true;
        } catch (WebDriverException e) {
            return e.getMessage().contains("does not belong to the document");      // asked in the very moment in which the pages change
        }
    }

    /** What a script yields. */
    public Object evaluate(String script) {
        return driver.executeScript("return " + script);
    }

    /** What the browser complains of: errors of scripts, what its policy forbade, what could not be loaded. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
